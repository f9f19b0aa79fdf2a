import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { newRecord } from './session-record.ts';
import type { SessionRecord } from './session-record.ts';

/** The sessions' records in the database. */
export class SessionRepository {
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;
  readonly #select: StatementSync;

  constructor(database: DatabaseSync) {
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
    this.#upsert.run(record.sessionId, JSON.stringify(record));
  }

  remove(sessionId: string): void {
    this.#delete.run(sessionId);
  }
}
