import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Leaves a group; its chat stays. */
export async function sendExitGroup(chat: ChatModel): Promise<void> {
  await serverLink.request('group_leave', { group: chat.id._serialized });
}
