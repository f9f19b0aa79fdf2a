import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Reacts to a message; an empty text takes the reaction back. */
export async function sendReactionToMsg(msg: MsgModel, text: string): Promise<void> {
  await serverLink.request('react', { messageId: msg.id.id, text });
}
