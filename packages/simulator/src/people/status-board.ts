import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Account } from '../accounts/account.ts';
import { MessageUnknown } from '../simulator-errors.ts';

/** A text that somebody shows for a day. `t` is in seconds. */
export type StatusRecord = { id: string; number: string; text: string; color: number; font: number; t: number };
/** What a status is made of. */
export type NewStatus = Pick<StatusRecord, 'number' | 'text'> & Partial<Pick<StatusRecord, 'id' | 'color' | 'font'>>;

type Events = { changed: [number: string] };

const shownForSeconds = 24 * 60 * 60;
const defaultColor = 0xff7acca5;

/** The statuses of everybody; nothing of them outlives the process. */
export class StatusBoard extends EventEmitter<Events> {
  #statuses: StatusRecord[] = [];

  /** What comes a second time under its id is shown once. */
  post({ number, id = newId(), text, color = defaultColor, font = 0 }: NewStatus): StatusRecord {
    const known = this.#statuses.find((status) => status.number === number && status.id === id);
    if (known) return known;
    const status = { id, number, text, color, font, t: seconds() };
    this.#statuses.push(status);
    this.emit('changed', number);
    return status;
  }

  /** Throws MessageUnknown. */
  revoke(number: string, id: string): void {
    const others = this.#statuses.filter((status) => status.number !== number || status.id !== id);
    if (others.length === this.#statuses.length) throw new MessageUnknown(id);
    this.#statuses = others;
    this.emit('changed', number);
  }

  of(number: string): StatusRecord[] {
    return this.#statuses.filter((status) => status.number === number && status.t > seconds() - shownForSeconds);
  }

  /** What an account sees: its own, and those of its address book. */
  seenBy({ number, contacts }: Account): StatusRecord[] {
    return [number, ...contacts.map((entry) => entry.number)].flatMap((each) => this.of(each));
  }
}

function newId(): string {
  return `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
