import type { GroupStore } from '../groups/group-store.ts';
import { isAdmin } from '../groups/group-record.ts';
import { concerns, type MessageRecord, peopleOf } from './message-record.ts';
import type { MessageStore } from './message-store.ts';
import { MessageNotAmendable, MessageUnknown } from '../simulator-errors.ts';
import type { AmendmentWindows } from '../protocol/server-frames.ts';
import type { PostOffice } from './post-office.ts';

type Options = {
  messages: MessageStore;
  groups: GroupStore;
  postOffice: PostOffice;
  windows: (number: string) => AmendmentWindows;
  now?: () => number;
};

/** What people do to messages that were sent. Each throws MessageUnknown for what `number` cannot see. */
export class MessageDesk {
  readonly #messages: MessageStore;
  readonly #groups: GroupStore;
  readonly #postOffice: PostOffice;
  readonly #windows: Options['windows'];
  readonly #now: () => number;

  constructor({ messages, groups, postOffice, windows, now = Date.now }: Options) {
    this.#messages = messages;
    this.#groups = groups;
    this.#postOffice = postOffice;
    this.#windows = windows;
    this.#now = now;
  }

  /** Gives it another text. Throws MessageNotAmendable where it is not the sender's, has no text, or is too old. */
  edit(number: string, id: string, text: string): void {
    const record = this.#own(number, id, this.#windows(number).editWindowMs);
    const { attributes } = record;
    if (typeof attributes['caption'] === 'string') record.attributes = { ...attributes, caption: text };
    else if (typeof attributes['type'] === 'string' && attributes['type'] !== 'chat') throw new MessageNotAmendable(id, 'it has no text');
    else record.body = text;
    record.editedAt = this.#now();
    this.#tellAll(record);
  }

  /** Announces an event anew. Throws MessageNotAmendable where it is not the sender's. */
  editEvent(number: string, id: string, attributes: Record<string, unknown>): void {
    const record = this.#own(number, id, Number.POSITIVE_INFINITY);
    if (record.attributes['type'] !== 'event_creation') throw new MessageNotAmendable(id, 'it announces no event');
    record.attributes = { type: 'event_creation', ...attributes };
    record.editedAt = this.#now();
    this.#tellAll(record);
  }

  /** Deletes for everyone; admins do so with what others wrote. Throws MessageNotAmendable where it is not the sender's, or is too old. */
  revoke(number: string, id: string): void {
    const { revokeWindowMs } = this.#windows(number);
    const group = this.#groups.find(this.seen(number, id).to);
    const record = group && isAdmin(group, number) ? this.#amendable(number, id, revokeWindowMs) : this.#own(number, id, revokeWindowMs);
    record.revokedBy = number;
    record.body = '';
    record.attributes = { type: 'revoked' };
    this.#tellAll(record);
  }

  /** Deletes for this account alone. */
  hide(number: string, id: string): void {
    const record = this.seen(number, id);
    record.hiddenFrom = [...(record.hiddenFrom ?? []), number];
    this.#postOffice.tell([number], { kind: 'amended', messageId: id });
  }

  star(number: string, id: string, starred: boolean): void {
    const record = this.seen(number, id);
    const others = (record.starredBy ?? []).filter((other) => other !== number);
    record.starredBy = starred ? [...others, number] : others;
    this.#postOffice.tell([number], { kind: 'amended', messageId: id });
  }

  /** Pins for everybody in the chat for so long; 0 takes the pin away. */
  pin(number: string, id: string, durationMs: number): void {
    const record = this.seen(number, id);
    const at = this.#now();
    record.pinned = { by: number, at, until: at + durationMs };
    this.#tellAll(record);
  }

  /** What is pinned in a chat now. */
  pinned(number: string, chat: string): MessageRecord[] {
    return this.#messages.conversation(number, chat).filter(({ pinned }) => pinned !== undefined && pinned.until > this.#now());
  }

  /** Votes in a poll; no options take the vote back. Throws MessageNotAmendable where it is none. */
  vote(number: string, id: string, options: number[]): void {
    const record = this.seen(number, id);
    if (record.attributes['type'] !== 'poll_creation') throw new MessageNotAmendable(id, 'it is no poll');
    record.votes = { ...record.votes, [number]: { options, at: this.#now() } };
    this.#postOffice.tell(peopleOf(record), { kind: 'vote', messageId: id, sender: number });
  }

  /** Who chose what in a poll. Throws MessageUnknown. */
  votes(number: string, id: string): { sender: string; options: number[]; at: number }[] {
    return Object.entries(this.seen(number, id).votes ?? {}).map(([sender, vote]) => ({ sender, ...vote }));
  }

  /** A message that this number has. Throws MessageUnknown. */
  seen(number: string, id: string): MessageRecord {
    const record = this.#messages.get(id);
    if (!record || !concerns(record, number) || record.hiddenFrom?.includes(number) === true) throw new MessageUnknown(id);
    return record;
  }

  #own(number: string, id: string, windowMs: number): MessageRecord {
    const record = this.#amendable(number, id, windowMs);
    if (record.from !== number) throw new MessageNotAmendable(id, 'somebody else wrote it');
    return record;
  }

  #amendable(number: string, id: string, windowMs: number): MessageRecord {
    const record = this.seen(number, id);
    if (record.revokedBy !== undefined) throw new MessageNotAmendable(id, 'it was deleted');
    if (this.#now() - record.t * 1000 >= windowMs) throw new MessageNotAmendable(id, 'it is too old');
    return record;
  }

  #tellAll(record: MessageRecord): void {
    this.#postOffice.tell(peopleOf(record), { kind: 'amended', messageId: record.id });
  }
}
