import type { channelMethods } from '@whatsapp-service/shared/ipc/methods/channel-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress, NotOnWhatsApp } from '../worker-errors.ts';
import type { ChannelsPort } from '../whatsapp/channels-port.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';

type Handlers = MethodHandlers<typeof channelMethods>;
type Ask = <T>(what: string, call: (channels: ChannelsPort) => Promise<T>) => Promise<T>;
type Do = (what: string, call: (channels: ChannelsPort) => Promise<void>) => Promise<Record<string, never>>;

/** What is answered about channels; `client` throws where the session is not connected. */
export function channelCommands(client: () => WhatsAppClient): Handlers {
  const ask: Ask = async (what, call) => askPage(what, async () => call(client().channels));
  const act: Do = async (what, call) => {
    await ask(what, call);
    return {};
  };
  return {
    'channel.list': ({ after, limit }) => ask('channel.list', (channels) => channels.list(after, limit)),
    'channel.get': async ({ channelId }) => ({ channel: await ask('channel.get', (channels) => channels.get(channelId)) }),
    'channel.by_invite': async ({ inviteCode }) => ({
      channel: await ask('channel.by_invite', (channels) => channels.byInvite(inviteCode)),
    }),
    'channel.search': async (search) => ({ channels: await ask('channel.search', (channels) => channels.search(search)) }),
    'channel.create': ({ name, description }) => ask('channel.create', (channels) => channels.create(name, description)),
    'channel.update': async ({ channelId, change }) => ({
      channel: await ask('channel.update', (channels) => channels.update(channelId, change)),
    }),
    'channel.messages': ({ channelId, limit, beforeMessage }) =>
      ask('channel.messages', (channels) => channels.messages(channelId, limit, beforeMessage)),
    'channel.seen': async ({ channelId }) => {
      const channel = await ask('channel.seen', async (channels) => {
        await channels.setSeen(channelId);
        return channels.get(channelId);
      });
      return { channel };
    },
    'channel.set_picture': ({ channelId, ...picture }) => act('channel.set_picture', (channels) => channels.setPicture(channelId, picture)),
    'channel.remove_picture': ({ channelId }) => act('channel.remove_picture', (channels) => channels.removePicture(channelId)),
    'channel.delete': ({ channelId }) => act('channel.delete', (channels) => channels.remove(channelId)),
    'channel.set_subscribed': ({ channelId, subscribed }) =>
      act('channel.set_subscribed', (channels) => channels.setSubscribed(channelId, subscribed)),
    'channel.set_muted': ({ channelId, muted }) => act('channel.set_muted', (channels) => channels.setMuted(channelId, muted)),
    ...peopleCommands(client, ask, act),
  };
}

type PeopleMethods =
  | 'channel.subscribers'
  | 'channel.invite_admin'
  | 'channel.revoke_admin_invite'
  | 'channel.accept_admin_invite'
  | 'channel.demote_admin'
  | 'channel.transfer';

function peopleCommands(client: () => WhatsAppClient, ask: Ask, act: Do): Pick<Handlers, PeopleMethods> {
  return {
    'channel.subscribers': async ({ channelId, limit }) => ({
      subscribers: await ask('channel.subscribers', (channels) => channels.subscribers(channelId, limit)),
    }),
    'channel.invite_admin': ({ channelId, person, comment }) =>
      act('channel.invite_admin', async (channels) => {
        const id = idOf(person);
        const known = id.endsWith('@c.us') ? await client().resolveNumber(id) : id;
        if (known === null) throw new NotOnWhatsApp();
        await channels.inviteAdmin(channelId, known, comment);
      }),
    'channel.revoke_admin_invite': ({ channelId, person }) =>
      act('channel.revoke_admin_invite', (channels) => channels.revokeAdminInvite(channelId, idOf(person))),
    'channel.accept_admin_invite': ({ channelId }) =>
      act('channel.accept_admin_invite', (channels) => channels.acceptAdminInvite(channelId)),
    'channel.demote_admin': ({ channelId, person }) =>
      act('channel.demote_admin', (channels) => channels.demoteAdmin(channelId, idOf(person))),
    'channel.transfer': ({ channelId, newOwner, dismissSelf }) =>
      act('channel.transfer', (channels) => channels.transfer(channelId, idOf(newOwner), dismissSelf)),
  };
}

function idOf(address: string): string {
  const id = parseChatAddress(address);
  if (id === undefined) throw new BadAddress();
  return id;
}
