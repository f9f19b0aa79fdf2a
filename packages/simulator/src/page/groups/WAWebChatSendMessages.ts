import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { addAndSendMsgToChat } from '#page/messages/WAWebSendMsgChatAction.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';

/** Sends somebody a private invitation to a group. */
export async function sendGroupInviteMessage(
  chat: ChatModel,
  group: string,
  groupName: string,
  code: string,
  expiration: string | number,
  comment: string,
  thumbnail?: string,
): Promise<{ messageSendResult: string }> {
  const from = Conn.wid;
  if (!from) throw new Error('Nobody is logged in.');
  const attributes = {
    type: 'groups_v4_invite',
    inviteGrp: group,
    inviteGrpName: groupName,
    inviteGrpJpegThum: thumbnail,
    inviteCode: code,
    inviteCodeExp: Number(expiration),
    comment,
  };
  const id = new MsgKey({ fromMe: true, remote: chat.id, id: await MsgKey.newId() });
  const t = Math.floor(Date.now() / 1000);
  const common = { id, from, to: chat.id, self: 'out', ack: 0, t, isNewMsg: true, local: true };
  const [, result] = addAndSendMsgToChat(chat, { ...common, ...attributes, body: comment });
  return result;
}
