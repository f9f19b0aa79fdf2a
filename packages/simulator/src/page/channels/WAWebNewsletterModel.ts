import { Collection } from '#page/core/collection.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import type { WireChannel, WirePost } from '../../protocol/server-frames.ts';

const foreverMuted = -1;

export class NewsletterMetadataModel extends Model {
  readonly id: Wid;
  membershipType = 'guest';
  creationTime: number | undefined;
  inviteCode: string | undefined;

  constructor(id: Wid) {
    super();
    this.id = id;
  }

  learn({ name, description, createdAt, inviteCode, reactions, role, followers }: WireChannel): void {
    this.set({
      ...{ name, description, inviteCode, size: followers },
      creationTime: createdAt,
      inviteLink: `https://whatsapp.com/channel/${inviteCode}`,
      membershipType: role,
      reactionCodesSetting: reactions,
      verified: false,
    });
  }
}

/** A channel, with its posts. */
export class NewsletterModel extends Model {
  readonly id: Wid;
  readonly msgs = new Collection<MsgModel>();
  readonly newsletterMetadata: NewsletterMetadataModel;
  mute = { expiration: 0 };
  name = '';
  unreadCount = 0;
  isReadOnly = true;
  t: number | undefined;
  lastReceivedKey: MsgKey | undefined;

  constructor(id: string) {
    super();
    this.id = createWid(id);
    this.newsletterMetadata = new NewsletterMetadataModel(this.id);
  }

  get formattedTitle(): string {
    return this.name;
  }

  learn(wire: WireChannel): void {
    this.newsletterMetadata.learn(wire);
    const isReadOnly = wire.role !== 'owner' && wire.role !== 'admin';
    this.set({ name: wire.name, isReadOnly, mute: { expiration: wire.muted ? foreverMuted : 0 } });
    this.msgs.prepend(wire.posts.map((post) => this.msgOf(post, false)).filter((msg) => !this.msgs.get(msg.id)));
    this.set({ t: wire.posts.at(-1)?.t ?? wire.createdAt });
  }

  msgOf({ id, serverId, fromMe, body, type, t, attributes }: WirePost, isNewMsg: boolean): MsgModel {
    const me = Conn.wid ?? this.id;
    return new MsgModel({
      ...attributes,
      ...{ type, body, t, serverId, isNewMsg, ack: 1, notifyName: this.name, self: fromMe ? 'out' : 'in' },
      id: new MsgKey({ fromMe, remote: this.id, id }),
      from: fromMe ? me : this.id,
      to: fromMe ? this.id : me,
    });
  }

  override serialize(): Record<string, unknown> {
    const { id, name, unreadCount, isReadOnly, t, lastReceivedKey, mute } = this;
    const msgs = this.msgs.getModelsArray().map((msg) => msg.id._serialized);
    return { id, name, unreadCount, isReadOnly, t, lastReceivedKey, muteExpiration: mute.expiration, msgs };
  }
}
