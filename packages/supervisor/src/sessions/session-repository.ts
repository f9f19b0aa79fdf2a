import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { directWrites } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';
import { newRecord } from './session-record.ts';
import type { SessionRecord } from './session-record.ts';

/** The sessions' records in the database. */
export class SessionRepository {
  readonly #writes: Writes;
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;
  readonly #select: StatementSync;

  constructor(database: DatabaseSync, writes: Writes = directWrites) {
    this.#writes = writes;
    this.#select = database.prepare('SELECT session_id, record FROM sessions ORDER BY session_id');
    this.#delete = database.prepare('DELETE FROM sessions WHERE session_id = ?');
    this.#upsert = database.prepare(
      'INSERT INTO sessions (session_id, record) VALUES (?, ?) ON CONFLICT (session_id) DO UPDATE SET record = excluded.record',
    );
  }

  /** Every record, as the last process left it. */
  loadAll(): SessionRecord[] {
    return this.#select.all().map((row) => {
      // A field that an older release did not write gets its first value.
      const stored = JSON.parse(String(row['record'])) as Partial<SessionRecord>;
      return newRecord(String(row['session_id']), stored.createdMs ?? 0, stored);
    });
  }

  save(record: SessionRecord): void {
    this.#writes.write(() => this.#write(record), keyOf(record.sessionId));
  }

  /** The same within a few milliseconds, in one commit with others. */
  saveSoon(record: SessionRecord): void {
    this.#writes.writeSoon(() => this.#write(record), keyOf(record.sessionId));
  }

  #write(record: SessionRecord): undefined {
    this.#upsert.run(record.sessionId, JSON.stringify(record));
    return undefined;
  }

  remove(sessionId: string): void {
    this.#writes.write(() => {
      this.#delete.run(sessionId);
      return undefined;
    }, keyOf(sessionId));
  }
}

/** Of one session only the newest record has to be written. */
function keyOf(sessionId: string): string {
  return `session ${sessionId}`;
}
