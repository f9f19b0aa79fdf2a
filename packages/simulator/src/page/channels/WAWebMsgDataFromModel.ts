import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';

/** The plain attributes of a message. */
export const msgDataFromMsgModel = (msg: MsgModel): Record<string, unknown> => msg.serialize();
