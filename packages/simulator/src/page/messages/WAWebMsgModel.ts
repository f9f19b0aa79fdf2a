import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { Model } from '#page/core/model.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import type { WireMessage } from '../../protocol/server-frames.ts';

type Attributes = Record<string, unknown> & { id: MsgKey };

/** A message in one chat of this account. */
export class MsgModel extends Model {
  declare readonly id: MsgKey;
  declare readonly from: Wid;
  declare readonly to: Wid;
  declare body: string | undefined;
  declare ack: number;
  declare t: number;
  declare type: string;
  declare isNewMsg: boolean;
  isEphemeral = false;
  isStatusV3 = false;
  isNotification = false;

  constructor(attributes: Attributes) {
    super();
    Object.assign(this, attributes);
  }

  unsafe(): this {
    return this;
  }

  canReply(): boolean {
    return true;
  }

  /** What a reply to this message carries. */
  msgContextInfo(): Record<string, unknown> {
    const { type, body } = this;
    return { quotedMsg: { type, body }, quotedStanzaID: this.id.id, quotedParticipant: this.from, quotedRemoteJid: undefined };
  }
}

/** A message as the server tells it. */
export function msgFromWire(wire: WireMessage, isNewMsg: boolean): MsgModel {
  const chat = createWid(`${wire.chat}@c.us`);
  const me = Conn.wid ?? chat;
  const mentioned: unknown = wire.attributes['mentionedJidList'];
  return new MsgModel({
    ...wire.attributes,
    mentionedJidList: Array.isArray(mentioned) ? mentioned.map((id) => createWid(String(id))) : [],
    id: new MsgKey({ fromMe: wire.fromMe, remote: chat, id: wire.id }),
    type: typeof wire.attributes['type'] === 'string' ? wire.attributes['type'] : 'chat',
    body: wire.body,
    t: wire.t,
    ack: wire.ack,
    from: wire.fromMe ? me : chat,
    to: wire.fromMe ? chat : me,
    self: wire.fromMe ? 'out' : 'in',
    notifyName: wire.notifyName,
    isNewMsg,
  });
}
