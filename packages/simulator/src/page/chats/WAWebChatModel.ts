import { Collection } from '#page/core/collection.ts';
import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import { GroupMetadataModel } from '#page/groups/WAWebGroupMetadataModel.ts';
import { Model } from '#page/core/model.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import type { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';
import type { WireGroup } from '../../protocol/server-frames.ts';

export class MuteModel extends Model {
  readonly #chat: Wid;
  /** Seconds since the epoch; 0 is not muted, -1 for ever. */
  expiration = 0;

  constructor(chat: Wid) {
    super();
    this.#chat = chat;
  }

  async mute({ expiration }: { expiration: number }): Promise<void> {
    await serverLink.request('mute', { chat: this.#chat._serialized, until: expiration });
  }

  async unmute(): Promise<void> {
    await serverLink.request('mute', { chat: this.#chat._serialized, until: 0 });
  }
}

/** A conversation with one person, or in a group. */
export class ChatModel extends Model {
  readonly id: Wid;
  readonly contact: ContactModel;
  readonly msgs = new Collection<MsgModel>();
  readonly mute: MuteModel;
  unreadCount = 0;
  archive = false;
  pin = 0;
  isReadOnly = false;
  isLocked = false;
  /** Ids of labels, of a business account. */
  labels: string[] = [];
  /** 0 while the phone may have older messages to give. */
  endOfHistoryTransferType = 0;
  chatstate: string | undefined;
  t: number | undefined;
  lastReceivedKey: MsgKey | undefined;
  /** Of a group only. */
  readonly groupMetadata: GroupMetadataModel | undefined;

  constructor(contact: ContactModel) {
    super();
    this.id = contact.id;
    this.mute = new MuteModel(contact.id);
    this.contact = contact;
    this.groupMetadata = contact.id.isGroup() ? new GroupMetadataModel(contact.id) : undefined;
  }

  /** Takes over what the server says of the group. */
  learnGroup(wire: WireGroup): void {
    this.groupMetadata?.learn(wire);
    this.contact.set({ name: wire.subject.text, shortName: wire.subject.text });
    this.set({ isReadOnly: !wire.inside || (wire.announce && !this.iAmAdmin()) });
  }

  iAmAdmin(): boolean {
    return this.groupMetadata?.participants.iAmAdmin() === true;
  }

  get formattedTitle(): string {
    return this.contact.formattedName;
  }

  receive(msg: MsgModel): void {
    this.msgs.add(msg);
    this.set({ t: msg.t, lastReceivedKey: msg.id });
  }

  override serialize(): Record<string, unknown> {
    const { id, unreadCount, archive, pin, isReadOnly, isLocked, labels, t, lastReceivedKey } = this;
    const msgs = this.msgs.getModelsArray().map((msg) => msg.id._serialized);
    const muteExpiration = this.mute.expiration;
    return { id, unreadCount, archive, pin, isReadOnly, isLocked, labels, t, lastReceivedKey, muteExpiration, msgs };
  }
}
