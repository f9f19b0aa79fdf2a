import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';

/** Whom to block for a contact without a chat: the contact itself. */
export function getContactToBlockOnlyUseIfNoAssociatedChat(contact: ContactModel): ContactModel {
  return contact;
}
