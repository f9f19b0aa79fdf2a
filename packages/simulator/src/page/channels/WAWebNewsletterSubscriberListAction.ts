import { Contact } from '#page/contacts/contact-collection.ts';
import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';

type Subscriber = { number: string; role: string };

/** Those of them whom the page knows, as contacts. */
export function getSubscribersInContacts(subscribers: Subscriber[]): Array<{ contact: ContactModel; role: string }> {
  return subscribers.flatMap(({ number, role }) => {
    const contact = Contact.get(`${number}@c.us`);
    return contact ? [{ contact, role }] : [];
  });
}
