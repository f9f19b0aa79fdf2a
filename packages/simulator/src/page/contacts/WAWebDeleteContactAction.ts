import { Contact } from '#page/contacts/contact-collection.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';
import type { WireContact } from '../../protocol/server-frames.ts';

/** Takes somebody out of the address book. */
export async function deleteContactAction({ phoneNumber }: { phoneNumber: Wid }): Promise<void> {
  Contact.learn((await serverLink.request('delete_contact', { number: phoneNumber.user })) as WireContact);
}
