import { chatWid, createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { Model } from '#page/core/model.ts';
import { ReceivedMedia } from '#page/media/received-media.ts';
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
  declare caption?: string;
  declare star?: boolean;
  isEphemeral = false;
  isStatusV3 = false;
  isNotification = false;
  readonly #media: ReceivedMedia | undefined;

  constructor(attributes: Attributes) {
    super();
    Object.assign(this, attributes);
    const { directPath } = attributes;
    if (typeof directPath === 'string') this.#media = new ReceivedMedia(directPath, attributes.id.fromMe);
  }

  /** How far its media has got; undefined where it has none. */
  get mediaData(): ReceivedMedia | undefined {
    return this.#media;
  }

  /** whatsapp-web.js takes it for the sign that the text is the caption. */
  get mediaObject(): ReceivedMedia | undefined {
    return this.#media;
  }

  async downloadMedia(): Promise<void> {
    await this.#media?.fetch();
  }

  /** How far a post of a channel has got. */
  updateAck(ack: number): void {
    this.set({ ack });
  }

  avParams(): Record<string, never> {
    return {};
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
    const quotedParticipant = this.id.participant ?? this.from;
    return { quotedMsg: { type, body }, quotedStanzaID: this.id.id, quotedParticipant, quotedRemoteJid: undefined };
  }
}

/** A message as the server tells it. */
export function msgFromWire(wire: WireMessage, isNewMsg: boolean): MsgModel {
  const chat = chatWid(wire.chat);
  const author = wire.author === null ? undefined : createWid(wire.author);
  const me = (wire.fromMe ? author : undefined) ?? Conn.wid ?? chat;
  return new MsgModel({
    ...wire.attributes,
    mentionedJidList: widsOf(wire.attributes['mentionedJidList']),
    groupMentions: groupMentionsOf(wire.attributes['groupMentions']),
    ...(author ? { author, isNotification: wire.attributes['type'] === 'gp2', recipients: widsOf(wire.attributes['recipients']) } : {}),
    id: new MsgKey({ fromMe: wire.fromMe, remote: chat, id: wire.id, participant: author }),
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

function groupMentionsOf(mentions: unknown): object[] {
  if (!Array.isArray(mentions)) return [];
  return mentions.map((mention: { groupJid: string }) => ({ ...mention, groupJid: createWid(mention.groupJid) }));
}

function widsOf(ids: unknown): Wid[] {
  return Array.isArray(ids) ? ids.map((id) => createWid(String(id))) : [];
}
