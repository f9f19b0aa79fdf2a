import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Account, Device, PendingUpdate } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { type GroupRecord, isAdmin, isGroupId, isMember } from '../groups/group-record.ts';
import type { GroupStore } from '../groups/group-store.ts';
import { type Ack, concerns, isNotification, type MessageRecord, notificationType, peopleOf } from './message-record.ts';
import { GroupForbidden, MessageUnknown } from '../simulator-errors.ts';
import type { MessageStore } from './message-store.ts';

/** A message that somebody hands in. */
export type Letter = {
  id?: string;
  from: string;
  to: string;
  body: string;
  sentBy: string;
  attributes?: Record<string, unknown>;
  /** When it was written, in seconds since the epoch; now where nothing is said. */
  t?: number;
};

/** What happened in a group, and who hears of it. */
export type GroupNotice = {
  group: string;
  by: string;
  subtype: string;
  audience: readonly string[];
  body?: string;
  /** The WhatsApp ids of those it was done to. */
  recipients?: readonly string[];
};

type Update<U = PendingUpdate> = U extends PendingUpdate ? Omit<U, 'sequence'> : never;
type Events = { message: [MessageRecord]; queued: [Device]; read: [number: string, peer: string] };
type Options = { accounts: AccountStore; groups: GroupStore; messages: MessageStore; changed: () => void; now?: () => number };

/** The only one that makes messages and moves them along; says by `queued` that something waits for a device. */
export class PostOffice extends EventEmitter<Events> {
  readonly #accounts: AccountStore;
  readonly #groups: GroupStore;
  readonly #messages: MessageStore;
  readonly #changed: () => void;
  readonly #now: () => number;

  constructor({ accounts, groups, messages, changed, now = Date.now }: Options) {
    super();
    this.#accounts = accounts;
    this.#groups = groups;
    this.#messages = messages;
    this.#changed = changed;
    this.#now = now;
  }

  /** Takes a message; the same id a second time changes nothing. Throws GroupUnknown, GroupForbidden. */
  send({ id = this.#newId(), from, to, body, sentBy, attributes = {}, t = this.#seconds() }: Letter): MessageRecord {
    const known = this.#messages.get(id);
    if (known) return known;
    const record: MessageRecord = { id, from, to, body, t, ack: 0, sentBy, attributes, reactions: {} };
    if (isGroupId(to)) record.receipts = receiptsOf(this.#writableGroup(to, from), from);
    this.#messages.add(record);
    for (const device of this.#accounts.get(from).devices) {
      if (device.id !== sentBy) this.#queue(device, { kind: 'message', messageId: id });
    }
    this.#setAck(record, 1);
    this.#deliver(record);
    this.emit('message', record);
    this.#changed();
    return record;
  }

  /** Tells those concerned what happened in a group, in its chat; all devices hear it, also the one that did it. */
  notify({ group, by, subtype, audience, body = '', recipients = [] }: GroupNotice): void {
    const attributes = { type: notificationType, subtype, recipients };
    const receipts = Object.fromEntries(audience.map((number): [string, Ack] => [number, 1]));
    const base = { id: this.#newId(), from: by, to: group, body, t: this.#seconds() };
    const record: MessageRecord = { ...base, ack: 1, sentBy: 'server', attributes, reactions: {}, receipts };
    this.#messages.add(record);
    for (const number of audience) {
      for (const device of this.#accounts.find(number)?.devices ?? []) this.#queue(device, { kind: 'message', messageId: record.id });
    }
    this.emit('message', record);
    this.#changed();
  }

  /** A device of the recipient, or the phone itself, has what was sent to this number. */
  arrived(number: string, messageId?: string): void {
    const arriving = messageId === undefined ? this.#waitingFor(number) : [this.#messages.get(messageId)];
    for (const record of arriving) {
      if (record && record.from !== number && concerns(record, number)) this.#progress(record, number, 2);
    }
  }

  /** `number` has read what `peer` wrote. */
  read(number: string, peer: string): void {
    for (const record of this.#messages.unread(number, peer)) this.#progress(record, number, 3);
    this.emit('read', number, peer);
  }

  /** Reacts for `sender`; an empty text takes it back. Throws MessageUnknown. */
  react(sender: string, messageId: string, text: string): void {
    const record = this.#messages.get(messageId);
    if (!record || !concerns(record, sender)) throw new MessageUnknown(messageId);
    record.reactions[sender] = text;
    this.tell(peopleOf(record), { kind: 'reaction', messageId, sender });
  }

  /** Answers a scheduled event for somebody; 0 takes it back. Throws MessageUnknown. */
  answerEvent(number: string, messageId: string, response: number): void {
    const record = this.#messages.get(messageId);
    if (!record || !concerns(record, number)) throw new MessageUnknown(messageId);
    const { [number]: _, ...others } = record.eventReplies ?? {};
    record.eventReplies = response === 0 ? others : { ...others, [number]: response };
    this.#changed();
  }

  /** Lets the devices of these accounts know of something about a message. */
  tell(numbers: Iterable<string>, update: Update): void {
    for (const number of numbers) {
      for (const device of this.#accounts.find(number)?.devices ?? []) this.#queue(device, update);
    }
    this.#changed();
  }

  /** A device says that it has everything up to this number. */
  received(device: Device, sequence: number): void {
    const done = device.pending.filter((update) => update.sequence <= sequence);
    device.pending = device.pending.filter((update) => update.sequence > sequence);
    for (const update of done) {
      if (update.kind === 'message') this.arrived(device.number, update.messageId);
    }
    this.#changed();
  }

  #deliver(record: MessageRecord): void {
    if (record.to === record.from) return this.#setAck(record, 3);
    for (const number of peopleOf(record)) {
      if (number !== record.from) this.#deliverTo(number, record);
    }
  }

  #deliverTo(number: string, record: MessageRecord): void {
    const recipient: Account | undefined = this.#accounts.find(number);
    if (!recipient || recipient.banned) return;
    for (const device of recipient.devices) this.#queue(device, { kind: 'message', messageId: record.id });
    if (recipient.online) this.#progress(record, number, 2);
  }

  #writableGroup(id: string, from: string): GroupRecord {
    const group = this.#groups.get(id);
    if (!isMember(group, from)) throw new GroupForbidden(from, id, 'it is no member');
    if (group.announce && !isAdmin(group, from)) throw new GroupForbidden(from, id, 'only admins write there');
    return group;
  }

  /** A group's message has got as far as it has with the last of its readers. */
  #progress(record: MessageRecord, number: string, ack: Ack): void {
    const { receipts, from } = record;
    const step = ack === 3 ? { read: this.#seconds() } : { delivered: this.#seconds() };
    // What is read has been delivered, though nobody may have said so.
    record.reached = { ...record.reached, [number]: { delivered: this.#seconds(), ...record.reached?.[number], ...step } };
    if (receipts && (receipts[number] ?? 3) < ack) receipts[number] = ack;
    const reached = receipts ? leastAck(receipts, from) : ack;
    if (reached > record.ack && !isNotification(record)) this.#setAck(record, reached);
    this.#changed();
  }

  #waitingFor(number: string): MessageRecord[] {
    return this.#messages.peersOf(number).flatMap((peer) => this.#messages.unread(number, peer));
  }

  #setAck(record: MessageRecord, ack: Ack): void {
    const knownAck = record.ack;
    record.ack = ack;
    for (const device of this.#accounts.find(record.from)?.devices ?? []) {
      this.#queue(device, { kind: 'ack', messageId: record.id, ack, knownAck });
    }
    this.#changed();
  }

  #queue(device: Device, update: Update): void {
    device.pending.push({ ...update, sequence: device.nextSequence });
    device.nextSequence += 1;
    this.emit('queued', device);
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  #newId(): string {
    return `AC${randomBytes(15).toString('hex').toUpperCase()}`;
  }
}

function receiptsOf({ members }: GroupRecord, from: string): Record<string, Ack> {
  return Object.fromEntries(members.map(({ number }): [string, Ack] => [number, number === from ? 3 : 1]));
}

function leastAck(receipts: Record<string, Ack>, from: string): Ack {
  const others = Object.entries(receipts).filter(([number]) => number !== from);
  return others.length === 0 ? 1 : others.reduce<Ack>((least, [, ack]) => (ack < least ? ack : least), 3);
}
