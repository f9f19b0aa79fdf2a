import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Says whether this account comes to a scheduled event: 1 yes, 2 no, 3 perhaps, 0 takes it back. */
export async function sendEventResponseMsg(response: number, msg: MsgModel): Promise<void> {
  await serverLink.request('event_response', { messageId: msg.id.id, response });
}
