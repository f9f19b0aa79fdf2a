import { Contact } from '#page/contacts/contact-collection.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireContact } from '../../protocol/server-frames.ts';

type Entry = { firstName: string; lastName?: string; phoneNumber: string };

/** Saves somebody in the address book, or under another name. */
export async function saveContactAction({ firstName, lastName = '', phoneNumber }: Entry): Promise<void> {
  const name = `${firstName} ${lastName}`.trim();
  Contact.learn((await serverLink.request('save_contact', { number: phoneNumber, name })) as WireContact);
}
