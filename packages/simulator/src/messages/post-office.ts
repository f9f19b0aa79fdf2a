import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Account, Device, PendingUpdate } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { Ack, MessageRecord } from './message-record.ts';
import { MessageUnknown } from '../simulator-errors.ts';
import type { MessageStore } from './message-store.ts';

/** A message that somebody hands in. */
export type Letter = {
  id?: string;
  from: string;
  to: string;
  body: string;
  sentBy: string;
  attributes?: Record<string, unknown>;
};

type Update<U = PendingUpdate> = U extends PendingUpdate ? Omit<U, 'sequence'> : never;
type Events = { message: [MessageRecord]; queued: [Device]; read: [number: string, peer: string] };
type Options = { accounts: AccountStore; messages: MessageStore; changed: () => void; now?: () => number };

/** The only one that makes messages and moves them along; says by `queued` that something waits for a device. */
export class PostOffice extends EventEmitter<Events> {
  readonly #accounts: AccountStore;
  readonly #messages: MessageStore;
  readonly #changed: () => void;
  readonly #now: () => number;

  constructor({ accounts, messages, changed, now = Date.now }: Options) {
    super();
    this.#accounts = accounts;
    this.#messages = messages;
    this.#changed = changed;
    this.#now = now;
  }

  /** Takes a message; the same id a second time changes nothing. */
  send({ id = this.#newId(), from, to, body, sentBy, attributes = {} }: Letter): MessageRecord {
    const known = this.#messages.get(id);
    if (known) return known;
    const t = Math.floor(this.#now() / 1000);
    const record: MessageRecord = { id, from, to, body, t, ack: 0, sentBy, attributes, reactions: {} };
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

  /** A device of the recipient, or the phone itself, has what was sent to this number. */
  arrived(number: string, messageId?: string): void {
    const arriving = messageId === undefined ? this.#waitingFor(number) : [this.#messages.get(messageId)];
    for (const record of arriving) {
      if (record?.to === number && record.ack < 2) this.#setAck(record, 2);
    }
  }

  /** `number` has read what `peer` wrote. */
  read(number: string, peer: string): void {
    for (const record of this.#messages.unread(number, peer)) this.#setAck(record, 3);
    this.emit('read', number, peer);
  }

  /** Reacts for `sender`; an empty text takes it back. Throws MessageUnknown. */
  react(sender: string, messageId: string, text: string): void {
    const record = this.#messages.get(messageId);
    if (!record || (record.from !== sender && record.to !== sender)) throw new MessageUnknown(messageId);
    record.reactions[sender] = text;
    for (const number of new Set([record.from, record.to])) {
      for (const device of this.#accounts.find(number)?.devices ?? []) {
        this.#queue(device, { kind: 'reaction', messageId, sender });
      }
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
    const recipient: Account | undefined = this.#accounts.find(record.to);
    if (!recipient || recipient.banned) return;
    if (record.to === record.from) return this.#setAck(record, 3);
    for (const device of recipient.devices) this.#queue(device, { kind: 'message', messageId: record.id });
    if (recipient.online) this.#setAck(record, 2);
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

  #newId(): string {
    return `AC${randomBytes(15).toString('hex').toUpperCase()}`;
  }
}
