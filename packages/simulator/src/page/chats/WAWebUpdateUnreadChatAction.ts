import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Marks the chat as read, here and for the other side. */
export async function sendSeen({ chat }: { chat: ChatModel | NewsletterModel }): Promise<void> {
  if (chat.unreadCount === 0) return;
  chat.set({ unreadCount: 0 });
  if (chat instanceof NewsletterModel) await serverLink.request('channel_seen', { channel: chat.id._serialized });
  else await serverLink.request('seen', { chat: chat.id._serialized });
}
