import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';

/** Whether a message can be answered. */
export function canReplyMsg(msg: MsgModel): boolean {
  return msg.canReply();
}
