import { Chat } from '#page/chats/chat-collection.ts';
import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** The chat with somebody, made when there is none. */
export async function findOrCreateLatestChat(wid: Wid): Promise<{ chat: ChatModel; created: boolean }> {
  const created = !Chat.get(wid);
  return { chat: await Chat.find(wid), created };
}
