import type { profileMethods } from '@whatsapp-service/shared/ipc/methods/profile-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import type { ProfilePort } from '../whatsapp/profile-port.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';

/** What is answered about the account's own profile; `client` throws where the session is not connected. */
export function profileCommands(client: () => WhatsAppClient): MethodHandlers<typeof profileMethods> {
  const change = async (what: string, act: (profile: ProfilePort) => Promise<void>): Promise<Record<string, never>> => {
    await askPage(what, async () => act(client().people.profile));
    return {};
  };
  return {
    'profile.get': () => askPage('profile.get', async () => ({ ...(await client().people.profile.get()) })),
    'profile.set_name': ({ name }) => change('profile.set_name', (profile) => profile.setName(name)),
    'profile.set_about': ({ about }) => change('profile.set_about', (profile) => profile.setAbout(about)),
    'profile.set_picture': (picture) => change('profile.set_picture', (profile) => profile.setPicture(picture)),
    'profile.remove_picture': () => change('profile.remove_picture', (profile) => profile.removePicture()),
    'presence.set': ({ available }) => change('presence.set', (profile) => profile.setAvailable(available)),
    'settings.get': () => askPage('settings.get', async () => client().people.profile.settings()),
    'settings.set': (changes) =>
      askPage('settings.set', async () => {
        const { profile } = client().people;
        await profile.setSettings(changes);
        return profile.settings();
      }),
  };
}
