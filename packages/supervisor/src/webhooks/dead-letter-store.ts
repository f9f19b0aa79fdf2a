import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { LoggedEvent } from '../events/logged-event.ts';
import type { Writes } from '../storage/writes.ts';
import type { LaneHead } from './lane.ts';

/** An event that was given up for one webhook. */
export interface DeadLetter {
  readonly id: number;
  readonly event: LoggedEvent;
  readonly attempts: number;
  readonly diedMs: number;
  readonly reason: string;
  readonly statusCode: number | null;
  /** Since when it is tried anew; null while it rests. */
  readonly redrivenMs: number | null;
}

/** The events that were given up, until somebody has them tried anew or purges them. */
export class DeadLetterStore {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;

  constructor(database: DatabaseSync, writes: Writes) {
    this.#database = database;
    this.#writes = writes;
  }

  list(webhookId: string, after: number, limit: number): DeadLetter[] {
    return this.#database
      .prepare('SELECT * FROM webhook_dead_letters WHERE webhook_id = ? AND id > ? ORDER BY id LIMIT ?')
      .all(webhookId, after, limit)
      .map(letterOf);
  }

  count(webhookId: string): number {
    const row = this.#database.prepare('SELECT count(*) AS count FROM webhook_dead_letters WHERE webhook_id = ?').get(webhookId);
    return Number(row?.['count'] ?? 0);
  }

  /** Has the dead letters of a webhook tried anew, all or those named; returns how many, once that is kept. */
  redrive(webhookId: string, ids: readonly number[] | undefined, nowMs: number): number {
    return this.#change(`UPDATE webhook_dead_letters SET redriven_ms = ? WHERE redriven_ms IS NULL AND`, webhookId, ids, nowMs);
  }

  /** Deletes the dead letters of a webhook, all or those named; returns how many. */
  purge(webhookId: string, ids: readonly number[] | undefined): number {
    return this.#change('DELETE FROM webhook_dead_letters WHERE', webhookId, ids);
  }

  /** The first one of a session that is to be tried anew. */
  next(webhookId: string, sessionId: string | null, without: ReadonlySet<number>): LaneHead | undefined {
    const row = this.#database
      .prepare(
        `SELECT * FROM webhook_dead_letters WHERE webhook_id = ? AND session_id = ? AND redriven_ms IS NOT NULL
         AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY event_seq LIMIT 1`,
      )
      .get(webhookId, sessionId ?? '', JSON.stringify([...without]));
    if (row === undefined) return undefined;
    const { id, event, redrivenMs } = letterOf(row);
    return { event, loggedMs: redrivenMs ?? 0, deadLetterId: id };
  }

  /** The sessions of which something is to be tried anew, and how much. */
  redriving(webhookId: string): { sessionId: string | null; count: number }[] {
    return this.#database
      .prepare(
        'SELECT session_id, count(*) AS count FROM webhook_dead_letters WHERE webhook_id = ? AND redriven_ms IS NOT NULL GROUP BY session_id',
      )
      .all(webhookId)
      .map((row) => ({ sessionId: String(row['session_id']) || null, count: Number(row['count']) }));
  }

  #change(sql: string, webhookId: string, ids: readonly number[] | undefined, ...before: SQLInputValue[]): number {
    const named = ids === undefined ? '' : ' AND id IN (SELECT value FROM json_each(?))';
    let changed = 0;
    this.#writes.write(() => {
      const values = ids === undefined ? [] : [JSON.stringify(ids)];
      const result = this.#database.prepare(`${sql} webhook_id = ?${named}`).run(...before, webhookId, ...values);
      changed = Number(result.changes);
      return undefined;
    });
    return changed;
  }
}

function letterOf(row: Record<string, unknown>): DeadLetter {
  return {
    id: Number(row['id']),
    event: JSON.parse(String(row['event'])) as LoggedEvent,
    attempts: Number(row['attempts']),
    diedMs: Number(row['died_ms']),
    reason: String(row['reason']),
    statusCode: row['status_code'] === null ? null : Number(row['status_code']),
    redrivenMs: row['redriven_ms'] === null ? null : Number(row['redriven_ms']),
  };
}
