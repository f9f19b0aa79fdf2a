import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { inTransaction } from '../storage/database.ts';
import { usedBytesOf } from '../storage/used-bytes.ts';
import { directWrites } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';
import type { EventQuery } from './event-query.ts';

/** A fact that is about to be logged; `identity` is what makes it the same fact when it comes again. */
export interface NewEvent {
  readonly type: string;
  readonly sessionId: string | null;
  readonly identity: string;
  readonly data: Record<string, unknown>;
  readonly timeMs?: number;
}

/** Of the data of every type; one that changes so that a receiver has to know gets a number of its own. */
const dataVersion = 1;

/** What is written together with an event, or nothing of both. */
export interface EventCompanion {
  /** Whether the fact was logged already, perhaps so long ago that the event is gone. */
  readonly isKnown: () => boolean;
  readonly write: () => void;
}

/** How large the log is. */
export interface EventLogSize {
  readonly events: number;
  readonly oldestMs: number | null;
  /** Of the whole database: what the retention by size goes by. */
  readonly databaseBytes: number;
}

/** The durable, ordered log: what is appended is committed before anybody else sees it. */
export class EventLog {
  readonly #clock: Clock;
  readonly #writes: Writes;
  readonly #insert: StatementSync;
  readonly #known: StatementSync;
  readonly #last: StatementSync;
  readonly #ends: StatementSync;
  readonly #usedBytes: () => number;
  readonly #database: DatabaseSync;
  readonly #listeners = new Set<(event: LoggedEvent) => void>();

  constructor(database: DatabaseSync, clock: Clock, writes: Writes = directWrites) {
    this.#writes = writes;
    this.#database = database;
    this.#clock = clock;
    this.#insert = database.prepare(
      'INSERT INTO events (id, type, session_id, time, data, logged_ms) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq',
    );
    this.#known = database.prepare('SELECT 1 FROM events WHERE id = ?');
    // Not max(seq): the newest events may have been removed, and a number is never used again.
    this.#last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
    this.#ends = database.prepare(
      'SELECT seq AS first, logged_ms AS oldest, (SELECT max(seq) FROM events) AS last FROM events ORDER BY seq LIMIT 1',
    );
    this.#usedBytes = usedBytesOf(database);
  }

  /** Commits the event and announces it; undefined where the same fact is in the log already, or the disk takes it only later. */
  append(event: NewEvent, companion?: EventCompanion): LoggedEvent | undefined {
    const commit = this.#commitOf(event, companion);
    let appended: LoggedEvent | undefined;
    this.#writes.write(() => {
      const logged = commit();
      const announce = this.#announcementOf(logged);
      // Not before: it may share its commit with others, which the disk may still refuse.
      return () => {
        appended = logged;
        announce?.();
      };
    });
    return appended;
  }

  /** The same within a few milliseconds, in one commit with others that come meanwhile. */
  appendSoon(event: NewEvent, companion?: EventCompanion): void {
    const commit = this.#commitOf(event, companion);
    this.#writes.writeSoon(() => this.#announcementOf(commit()));
  }

  #commitOf(event: NewEvent, companion: EventCompanion | undefined): () => LoggedEvent | undefined {
    const time = isoTime(event.timeMs ?? this.#clock.now());
    return () => (companion === undefined ? this.#commit(event, time) : this.#commitWith(companion, event, time));
  }

  #commitWith(companion: EventCompanion, event: NewEvent, time: string): LoggedEvent | undefined {
    return inTransaction(this.#database, () => {
      const logged = companion.isKnown() ? undefined : this.#commit(event, time);
      companion.write();
      return logged;
    });
  }

  #announcementOf(event: LoggedEvent | undefined): (() => void) | undefined {
    return event === undefined ? undefined : () => this.#announce(event);
  }

  #commit(event: NewEvent, time: string): LoggedEvent | undefined {
    const id = eventId(event);
    // Looked up first: an insert that meets a conflict would use up a number, and the numbers grow by one.
    if (this.#known.get(id) !== undefined) return undefined;
    // Not get(): that stops at the row, and a commit that fails after it is told to nobody (seen on a full disk).
    const data = { version: dataVersion, ...event.data };
    const [row] = this.#insert.all(id, event.type, event.sessionId, time, JSON.stringify(data), this.#clock.now());
    return {
      seq: Number(row?.['seq']),
      id,
      type: event.type,
      session_id: event.sessionId,
      time,
      data,
    };
  }

  #announce(event: LoggedEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** The events after a number, oldest first. */
  read(query: EventQuery): { events: LoggedEvent[]; last_seq: number } {
    const types = query.types ?? [];
    const conditions = ['seq > ?'];
    const values: (string | number)[] = [query.after];
    if (query.sessionId !== undefined) {
      conditions.push('session_id = ?');
      values.push(query.sessionId);
    }
    if (query.sessionPrefix !== undefined) {
      // A range instead of a pattern: ids are ASCII, and "_" is a letter of them.
      conditions.push('session_id >= ? AND session_id < ?');
      values.push(query.sessionPrefix, `${query.sessionPrefix}~`);
    }
    if (types.length > 0) {
      conditions.push(`type IN (${types.map(() => '?').join(', ')})`);
      values.push(...types);
    }
    const rows = this.#database
      .prepare(`SELECT * FROM events WHERE ${conditions.join(' AND ')} ORDER BY seq LIMIT ?`)
      .all(...values, query.limit);
    return { events: rows.map(eventOf), last_seq: Number(this.#last.get()?.['seq'] ?? 0) };
  }

  /** Of what the disk has; at no more cost for a large log than for a small one. */
  size(): EventLogSize {
    const ends = this.#ends.get();
    const databaseBytes = this.#usedBytes();
    if (ends === undefined) return { events: 0, oldestMs: null, databaseBytes };
    // Not counted: the numbers grow by one, and only the oldest are ever removed.
    return { events: Number(ends['last']) - Number(ends['first']) + 1, oldestMs: Number(ends['oldest']), databaseBytes };
  }

  subscribe(listener: (event: LoggedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

/** The same fact has the same id, so that a receiver can drop repeats. */
function eventId(event: NewEvent): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([event.type, event.sessionId, event.identity]))
    .digest('base64url');
  return `evt_${digest.slice(0, 26)}`;
}

/** An entry of the log as it comes out of the database. */
export function eventOf(row: Record<string, unknown>): LoggedEvent {
  const data: unknown = JSON.parse(String(row['data']));
  return {
    seq: Number(row['seq']),
    id: String(row['id']),
    type: String(row['type']),
    session_id: typeof row['session_id'] === 'string' ? row['session_id'] : null,
    time: String(row['time']),
    data: isObject(data) ? data : {},
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
