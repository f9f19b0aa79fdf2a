import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Marks the chat as read, here and for the other side. */
export async function sendSeen({ chat }: { chat: ChatModel }): Promise<void> {
  if (chat.unreadCount === 0) return;
  chat.set({ unreadCount: 0 });
  await serverLink.request('seen', { chat: chat.id._serialized });
}
