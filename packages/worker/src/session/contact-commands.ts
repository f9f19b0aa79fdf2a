import type { contactMethods } from '@whatsapp-service/shared/ipc/methods/contact-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { parsePhoneNumber } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress } from '../worker-errors.ts';
import type { ContactsPort } from '../whatsapp/contacts-port.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';
import { chatIdOf } from './chat-id-of.ts';
import { PersonFinder } from './person-finder.ts';

type Handlers = MethodHandlers<typeof contactMethods>;

/** What is answered about people; `client` throws where the session is not connected. */
export function contactCommands(client: () => WhatsAppClient): Handlers {
  const people = new PersonFinder();
  /** Asks about somebody whom WhatsApp knows. */
  const ofPerson = async <T>(what: string, address: string, ask: (contacts: ContactsPort, id: string) => Promise<T>): Promise<T> =>
    askPage(what, async () => ask(client().people.contacts, await people.find(client(), address)));
  return {
    ...numberCommands(client),
    'contact.list': ({ filter, after, limit }) => askPage('contact.list', async () => client().people.contacts.list(filter, after, limit)),
    'contact.get': ({ contactId }) => ofPerson('contact.get', contactId, async (contacts, id) => contacts.get(id)),
    'contact.ids': async ({ contactIds }) => {
      const ids = contactIds.map((address) => chatIdOf(address));
      const found = await askPage('contact.ids', async () => client().people.contacts.ids(ids));
      return { contacts: found.map((each, index) => ({ ...each, contact_id: contactIds[index] ?? each.contact_id })) };
    },
    'contact.set_blocked': ({ contactId, blocked }) =>
      ofPerson('contact.set_blocked', contactId, async (contacts, id) => {
        await contacts.setBlocked(id, blocked);
        return {};
      }),
    'contact.picture': ({ contactId }) =>
      ofPerson('contact.picture', contactId, async (contacts, id) => ({ url: await contacts.pictureUrl(id) })),
    'contact.about': ({ contactId }) => ofPerson('contact.about', contactId, async (contacts, id) => ({ about: await contacts.about(id) })),
    'contact.common_groups': ({ contactId }) =>
      ofPerson('contact.common_groups', contactId, async (contacts, id) => ({ chatIds: await contacts.commonGroups(id) })),
    'contact.note': ({ contactId }) => ofPerson('contact.note', contactId, async (contacts, id) => ({ note: await contacts.note(id) })),
    'contact.set_note': ({ contactId, content }) =>
      ofPerson('contact.set_note', contactId, async (contacts, id) => {
        await contacts.setNote(id, content);
        return {};
      }),
    'contact.device_count': ({ contactId }) =>
      ofPerson('contact.device_count', contactId, async (contacts, id) => ({ count: await contacts.deviceCount(id) })),
  };
}

type NumberMethods = 'contact.check_number' | 'contact.save' | 'contact.forget';

function numberCommands(client: () => WhatsAppClient): Pick<Handlers, NumberMethods> {
  return {
    'contact.check_number': async ({ phoneNumber }) =>
      askPage('contact.check_number', async () => {
        const chatId = await client().resolveNumber(chatIdOf(phoneNumber));
        return { chatId, ...(await client().people.contacts.numberFacts(digitsOf(phoneNumber))) };
      }),
    'contact.save': async ({ phoneNumber, firstName, lastName, syncToPhone }) => {
      await askPage('contact.save', async () => client().people.contacts.save(digitsOf(phoneNumber), { firstName, lastName }, syncToPhone));
      return {};
    },
    'contact.forget': async ({ phoneNumber }) => {
      await askPage('contact.forget', async () => client().people.contacts.forget(digitsOf(phoneNumber)));
      return {};
    },
  };
}

function digitsOf(phoneNumber: string): string {
  const digits = parsePhoneNumber(phoneNumber);
  if (digits === undefined) throw new BadAddress();
  return digits;
}
