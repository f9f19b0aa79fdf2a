import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';

/** Whether the person is in this account's address book. */
export function getIsMyContact(contact: ContactModel): boolean {
  return contact.name !== undefined && !contact.id.isGroup();
}
