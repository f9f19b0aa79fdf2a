import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import { addAndSendMsgToChat } from '#page/messages/WAWebSendMsgChatAction.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

type Invitation = { newsletterWid: Wid; invitee: Wid; inviteMessage?: string };

/** Asks somebody to become an admin of a channel. */
export async function sendNewsletterAdminInviteMessage(
  chat: ChatModel,
  { newsletterWid, invitee, inviteMessage = '' }: Invitation,
): Promise<{ messageSendResult: string }> {
  try {
    await serverLink.request('channel_invite_admin', { channel: newsletterWid._serialized, person: invitee._serialized });
  } catch {
    return { messageSendResult: 'ERROR_UNKNOWN' };
  }
  const id = new MsgKey({ fromMe: true, remote: chat.id, id: await MsgKey.newId() });
  const t = Math.floor(Date.now() / 1000);
  const common = { id, from: Conn.wid, to: chat.id, self: 'out', ack: 0, t, isNewMsg: true, local: true };
  const attributes = { type: 'newsletter_admin_invite', newsletterJid: newsletterWid._serialized };
  const [, result] = addAndSendMsgToChat(chat, { ...common, ...attributes, body: inviteMessage });
  return result;
}
