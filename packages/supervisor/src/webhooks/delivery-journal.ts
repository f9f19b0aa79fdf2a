import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { inTransaction } from '../storage/database.ts';
import { isStorageFault } from '../storage/storage-fault.ts';
import type { Writes } from '../storage/writes.ts';
import type { Delivery } from './delivery-log.ts';
import type { LaneHead, LaneState } from './lane.ts';

/** What an attempt changes. */
export interface Settlement {
  /** Where the lane is now; undefined for a dead letter that is tried anew. */
  readonly lane: LaneState | undefined;
  /** Undefined where an event was given up without an attempt. */
  readonly attempt: Omit<Delivery, 'id'> | undefined;
  readonly webhookId: string;
  readonly letter:
    | {
        readonly kind: 'buried';
        readonly head: LaneHead;
        readonly attempts: number;
        readonly reason: string;
        readonly statusCode: number | null;
      }
    | { readonly kind: 'removed'; readonly id: number }
    | undefined;
}

/** A commit for each attempt would cost the main thread one flush of the disk each; what a crash loses of this is only delivered again. */
const flushAfterMs = 25;
const flushAtOnce = 500;

/** Writes what came of the attempts, many in one transaction. */
export class DeliveryJournal {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #statements: ReturnType<typeof prepare>;
  #waiting: Settlement[] = [];
  #cancel: (() => void) | undefined;

  constructor(database: DatabaseSync, writes: Writes, clock: Clock, logger: Logger) {
    this.#database = database;
    this.#writes = writes;
    this.#clock = clock;
    this.#logger = logger;
    this.#statements = prepare(database);
  }

  add(settlement: Settlement): void {
    this.#waiting.push(settlement);
    if (this.#waiting.length >= flushAtOnce) this.flush();
    else {
      this.#cancel ??= this.#clock.after(flushAfterMs, () => {
        this.flush();
      });
    }
  }

  /** Commits what waits; false where the disk takes it only later. */
  flush(): boolean {
    this.#cancel?.();
    this.#cancel = undefined;
    const batch = this.#waiting;
    if (batch.length === 0) return true;
    this.#waiting = [];
    let isCommitted = false;
    this.#writes.write(() => {
      inTransaction(this.#database, () => {
        for (const settlement of batch) this.#writeSafely(settlement);
      });
      return () => {
        isCommitted = true;
      };
    });
    return isCommitted;
  }

  /** One that cannot be written for a reason of its own holds up no other; its event is delivered again after the next start. */
  #writeSafely(settlement: Settlement): void {
    try {
      this.#write(settlement);
    } catch (error) {
      if (isStorageFault(error)) throw error;
      this.#logger.error({ err: error, webhook_id: settlement.webhookId }, 'What came of a delivery could not be written and is left out');
    }
  }

  #write({ lane, attempt, letter, webhookId }: Settlement): void {
    const { upsertLane, insertDelivery, insertLetter, deleteLetter } = this.#statements;
    if (lane !== undefined) {
      const { seq, attempts, refusals, failures, failingSinceMs, nextAttemptMs } = lane;
      upsertLane.run(webhookId, lane.sessionId ?? '', seq, attempts, refusals, failures, failingSinceMs, nextAttemptMs);
    }
    if (attempt !== undefined) {
      const { sessionId, eventId, eventSeq, eventType, timeMs, durationMs, outcome, statusCode, error } = attempt;
      const values = [attempt.attempt, timeMs, durationMs, outcome, statusCode, error];
      insertDelivery.run(webhookId, sessionId, eventId, eventSeq, eventType, ...values);
    }
    if (letter?.kind === 'removed') deleteLetter.run(letter.id);
    if (letter?.kind === 'buried') {
      const { event, deadLetterId } = letter.head;
      const id = deadLetterId ?? null;
      const of = [event.session_id ?? '', event.id, event.seq, event.type, JSON.stringify(event)];
      insertLetter.run(id, webhookId, ...of, letter.attempts, this.#clock.now(), letter.reason, letter.statusCode);
    }
  }
}

function prepare(database: DatabaseSync): Record<'upsertLane' | 'insertDelivery' | 'insertLetter' | 'deleteLetter', StatementSync> {
  return {
    // A webhook that was deleted meanwhile leaves nothing behind.
    upsertLane: database.prepare(
      `INSERT INTO webhook_lanes (webhook_id, session_id, seq, attempts, refusals, failures, failing_since_ms, next_attempt_ms)
       SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM webhooks WHERE id = ?1
       ON CONFLICT (webhook_id, session_id) DO UPDATE SET seq = excluded.seq, attempts = excluded.attempts, refusals = excluded.refusals,
         failures = excluded.failures, failing_since_ms = excluded.failing_since_ms, next_attempt_ms = excluded.next_attempt_ms`,
    ),
    insertDelivery: database.prepare(
      `INSERT INTO webhook_deliveries (webhook_id, session_id, event_id, event_seq, event_type, attempt, time_ms, duration_ms, outcome, status_code, error)
       SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM webhooks WHERE id = ?1`,
    ),
    insertLetter: database.prepare(
      `INSERT INTO webhook_dead_letters (id, webhook_id, session_id, event_id, event_seq, event_type, event, attempts, died_ms, reason, status_code)
       SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM webhooks WHERE id = ?2
       ON CONFLICT (id) DO UPDATE SET attempts = attempts + excluded.attempts, died_ms = excluded.died_ms, reason = excluded.reason,
         status_code = excluded.status_code, redriven_ms = NULL`,
    ),
    deleteLetter: database.prepare('DELETE FROM webhook_dead_letters WHERE id = ?'),
  };
}
