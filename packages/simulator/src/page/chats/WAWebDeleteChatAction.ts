import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Takes a chat away from this account, with its messages. */
export async function sendDelete(chat: ChatModel): Promise<void> {
  await serverLink.request('empty', { chat: chat.id._serialized, deleted: true });
}
