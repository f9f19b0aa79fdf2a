import type { DatabaseSync } from 'node:sqlite';

/** One attempt to deliver one event. */
export interface Delivery {
  readonly id: number;
  readonly sessionId: string | null;
  readonly eventId: string;
  readonly eventSeq: number;
  readonly eventType: string;
  /** 1 for the first one. */
  readonly attempt: number;
  readonly timeMs: number;
  readonly durationMs: number;
  readonly outcome: 'delivered' | 'failed';
  readonly statusCode: number | null;
  readonly error: string | null;
}

/** So many attempts are kept of each webhook. */
export const keptDeliveries = 1_000;

/** Reads the last attempts of a webhook. */
export class DeliveryLog {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Newest first. */
  list(webhookId: string, before: number, limit: number): Delivery[] {
    return this.#database
      .prepare('SELECT * FROM webhook_deliveries WHERE webhook_id = ? AND id < ? ORDER BY id DESC LIMIT ?')
      .all(webhookId, before, limit)
      .map(deliveryOf);
  }

  /** Those of one session's events, newest first. */
  listOf(webhookId: string, sessionId: string, limit: number): Delivery[] {
    return this.#database
      .prepare('SELECT * FROM webhook_deliveries WHERE webhook_id = ? AND session_id = ? ORDER BY id DESC LIMIT ?')
      .all(webhookId, sessionId, limit)
      .map(deliveryOf);
  }
}

function deliveryOf(row: Record<string, unknown>): Delivery {
  return {
    id: Number(row['id']),
    sessionId: typeof row['session_id'] === 'string' ? row['session_id'] : null,
    eventId: String(row['event_id']),
    eventSeq: Number(row['event_seq']),
    eventType: String(row['event_type']),
    attempt: Number(row['attempt']),
    timeMs: Number(row['time_ms']),
    durationMs: Number(row['duration_ms']),
    outcome: row['outcome'] === 'delivered' ? 'delivered' : 'failed',
    statusCode: row['status_code'] === null ? null : Number(row['status_code']),
    error: typeof row['error'] === 'string' ? row['error'] : null,
  };
}
