import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Votes in a poll, by the options' local ids; none of them take the vote back. */
export async function sendVote(msg: MsgModel, localIds: Set<number>): Promise<void> {
  await serverLink.request('vote', { messageId: msg.id.id, options: [...localIds] });
}
