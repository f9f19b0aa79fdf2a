import { Chat } from '#page/chats/chat-collection.ts';
import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

type CommonGroups = { serialize(): Array<{ id: Wid }> };

/** The groups that both this account and somebody are in; kept on the contact, as the real one does. */
export function findCommonGroups(contact: ContactModel): Promise<CommonGroups> {
  const ids = [contact.id, contact.lid].filter((id) => id !== undefined);
  const chats = Chat.filter(({ groupMetadata }) => ids.some((id) => groupMetadata?.participants.get(id)));
  const groups = { serialize: () => chats.map(({ id }) => ({ id })) };
  contact.commonGroups = groups;
  return Promise.resolve(groups);
}
