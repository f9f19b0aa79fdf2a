import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Takes all messages of a chat away from this account. */
export async function sendClear(chat: ChatModel): Promise<void> {
  await serverLink.request('empty', { chat: chat.id._serialized, deleted: false });
}
