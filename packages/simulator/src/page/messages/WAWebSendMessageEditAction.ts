import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Gives a message another text; the server refuses one that is too old. */
export async function sendMessageEdit(msg: MsgModel, text: string): Promise<void> {
  await serverLink.request('edit', { messageId: msg.id.id, text });
}
