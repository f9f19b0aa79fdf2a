import { addAndSendMsgToChat } from '#page/messages/WAWebSendMsgChatAction.ts';
import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';

type Forward = { chat: ChatModel; msgs: MsgModel[] };

const ofTheOriginal = [
  'quotedMsg',
  'quotedStanzaID',
  'quotedParticipant',
  'star',
  'latestEditSenderTimestampMs',
  'hasReaction',
  'notifyName',
];

/** Sends copies of messages to another chat, marked as forwarded. */
export async function forwardMessages({ chat, msgs }: Forward): Promise<void> {
  for (const msg of msgs) {
    if (msg.type === 'revoked') continue;
    const kept = Object.entries(msg.serialize()).filter(([name]) => !ofTheOriginal.includes(name));
    const id = new MsgKey({ from: Conn.wid ?? chat.id, to: chat.id, id: await MsgKey.newId(), selfDir: 'out' });
    const own = { from: Conn.wid, to: chat.id, self: 'out', ack: 0, t: Math.floor(Date.now() / 1000), isNewMsg: true, local: true };
    const attributes = { ...Object.fromEntries(kept), ...own, id, body: msg.body, isForwarded: true };
    await Promise.all(addAndSendMsgToChat(chat, attributes));
  }
}
