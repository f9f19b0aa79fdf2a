import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { DatabaseSync } from 'node:sqlite';
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

/** The dead letters of a webhook, all or those named. */
interface Chosen {
  readonly webhookId: string;
  readonly ids: readonly number[] | undefined;
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
    return this.#countWhere(conditionOf(undefined), webhookId, undefined);
  }

  /** Has the dead letters of a webhook tried anew, all or those named; calls back once that is kept, and returns how many they are. */
  redrive({ webhookId, ids, nowMs }: Chosen & { readonly nowMs: number }, onKept: () => void): number {
    const condition = `redriven_ms IS NULL AND ${conditionOf(ids)}`;
    const count = this.#countWhere(condition, webhookId, ids);
    this.#writes.write(() => {
      const sql = `UPDATE webhook_dead_letters SET redriven_ms = ? WHERE ${condition}`;
      this.#database.prepare(sql).run(nowMs, webhookId, ...valuesOf(ids));
      return onKept;
    });
    return count;
  }

  /** Deletes the dead letters of a webhook, all or those named; returns how many they are. */
  purge({ webhookId, ids }: Chosen): number {
    const count = this.#countWhere(conditionOf(ids), webhookId, ids);
    this.#writes.write(() => {
      this.#database.prepare(`DELETE FROM webhook_dead_letters WHERE ${conditionOf(ids)}`).run(webhookId, ...valuesOf(ids));
      return undefined;
    });
    return count;
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

  #countWhere(condition: string, webhookId: string, ids: readonly number[] | undefined): number {
    const sql = `SELECT count(*) AS count FROM webhook_dead_letters WHERE ${condition}`;
    return Number(this.#database.prepare(sql).get(webhookId, ...valuesOf(ids))?.['count'] ?? 0);
  }
}

function conditionOf(ids: readonly number[] | undefined): string {
  return ids === undefined ? 'webhook_id = ?' : 'webhook_id = ? AND id IN (SELECT value FROM json_each(?))';
}

function valuesOf(ids: readonly number[] | undefined): string[] {
  return ids === undefined ? [] : [JSON.stringify(ids)];
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
