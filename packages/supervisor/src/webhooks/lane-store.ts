import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { eventOf } from '../events/event-log.ts';
import type { Writes } from '../storage/writes.ts';
import { newLaneState } from './lane.ts';
import type { LaneHead, LaneState } from './lane.ts';
import type { WebhookRecord } from './webhook-record.ts';

/** What a webhook still has to deliver of one session. */
export interface Backlog {
  readonly sessionId: string | null;
  readonly firstSeq: number;
  readonly count: number;
  readonly oldestLoggedMs: number;
}

type Row = Record<string, unknown>;

/** Knows how far each lane is, and what comes next. */
export class LaneStore {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, writes: Writes) {
    this.#database = database;
    this.#writes = writes;
  }

  /** The lane as it was written last, or at the webhook's beginning. */
  load(webhook: WebhookRecord, sessionId: string | null): LaneState {
    const row = this.#one('SELECT * FROM webhook_lanes WHERE webhook_id = ? AND session_id = ?', webhook.id, sessionId ?? '');
    const fresh = newLaneState(webhook.id, sessionId, webhook.baseSeq);
    if (row === undefined) return fresh;
    return {
      ...fresh,
      seq: Math.max(Number(row['seq']), webhook.baseSeq),
      attempts: Number(row['attempts']),
      refusals: Number(row['refusals']),
      failures: Number(row['failures']),
      failingSinceMs: row['failing_since_ms'] === null ? null : Number(row['failing_since_ms']),
      nextAttemptMs: Number(row['next_attempt_ms']),
    };
  }

  /** The next attempts of a webhook are due now. */
  endPauses(webhookId: string): void {
    this.#writes.write(() => {
      this.#statement('UPDATE webhook_lanes SET next_attempt_ms = 0 WHERE webhook_id = ?').run(webhookId);
      return undefined;
    });
  }

  /** The first event after a number that the webhook wants of a session. */
  next(webhook: WebhookRecord, sessionId: string | null, afterSeq: number): LaneHead | undefined {
    const types = typeCondition(webhook);
    const row = this.#one(
      `SELECT * FROM events WHERE session_id IS ? AND seq > ?${types.sql} ORDER BY seq LIMIT 1`,
      sessionId,
      afterSeq,
      ...types.values,
    );
    if (row === undefined) return undefined;
    return { event: eventOf(row), loggedMs: Number(row['logged_ms']), deadLetterId: undefined };
  }

  /** What waits in the log for a webhook, a row for each session. */
  backlog(webhook: WebhookRecord): Backlog[] {
    const types = typeCondition(webhook);
    const session = webhook.sessionId === null ? '' : ' AND e.session_id = ?';
    const rows = this.#statement(
      `SELECT e.session_id AS session_id, min(e.seq) AS seq, count(*) AS count, min(e.logged_ms) AS logged_ms
       FROM events e LEFT JOIN webhook_lanes l ON l.webhook_id = ? AND l.session_id = ifnull(e.session_id, '')
       WHERE e.seq > ? AND e.seq > ifnull(l.seq, 0)${session}${types.sql} GROUP BY e.session_id`,
    ).all(webhook.id, webhook.baseSeq, ...(webhook.sessionId === null ? [] : [webhook.sessionId]), ...types.values);
    return rows.map((row) => ({
      sessionId: typeof row['session_id'] === 'string' ? row['session_id'] : null,
      firstSeq: Number(row['seq']),
      count: Number(row['count']),
      oldestLoggedMs: Number(row['logged_ms']),
    }));
  }

  /** The number of the newest event. */
  lastSeq(): number {
    // Not max(seq): the newest events may have been removed, and a number is never used again.
    return Number(this.#one("SELECT seq FROM sqlite_sequence WHERE name = 'events'")?.['seq'] ?? 0);
  }

  #one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  /** There are as many as there are numbers of types in one webhook. */
  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Types are letters, dots and underscores, so that a pattern means the same to GLOB as to the API. */
function typeCondition({ types }: WebhookRecord): { sql: string; values: readonly string[] } {
  if (types.length === 0) return { sql: '', values: [] };
  return { sql: ` AND (${types.map(() => 'type GLOB ?').join(' OR ')})`, values: types };
}
