import { createWid } from '#page/contacts/WAWebWidFactory.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { MsgModel } from '#page/messages/WAWebMsgModel.ts';

type Quoting = { quotedMsg?: Record<string, unknown>; quotedStanzaID?: string; quotedParticipant?: string };

/** The message that another one quotes. */
export function getQuotedMsgObj(msg: MsgModel & Quoting): MsgModel | undefined {
  if (!msg.quotedMsg || msg.quotedStanzaID === undefined || msg.quotedParticipant === undefined) return undefined;
  const author = createWid(msg.quotedParticipant);
  const fromMe = author.equals(Conn.wid) || author.equals(Conn.lid);
  const participant = msg.id.remote.isGroup() ? author : undefined;
  return new MsgModel({
    ack: 1,
    t: msg.t,
    ...msg.quotedMsg,
    id: new MsgKey({ fromMe, remote: msg.id.remote, id: msg.quotedStanzaID, participant }),
    from: fromMe || !participant ? author : msg.id.remote,
    author: participant,
    to: fromMe ? msg.id.remote : Conn.wid,
  });
}
