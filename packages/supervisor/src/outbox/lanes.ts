import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Delivery } from './delivery.ts';
import type { Pace } from './pace.ts';
import type { SendLedger } from './send-ledger.ts';
import type { SendRecord } from './send-record.ts';
import { begun, expired, isExpired } from './send-transitions.ts';
import type { SendTransport } from './send-transport.ts';

export interface LanesOptions {
  readonly ledger: SendLedger;
  readonly delivery: Delivery;
  readonly transport: SendTransport;
  readonly pace: Pick<Pace, 'waitMs'>;
  readonly clock: Clock;
  /** Whether it does not go out because its bulk job is paused or cancelled. */
  readonly isHeld: (record: SendRecord) => boolean;
  /** Whether the service is about to end: what waits is the next one's. */
  readonly isDraining: () => boolean;
}

const everyMs = 1_000;

/** Sends what waits, each session's in its order, one after the other, as soon as its session is connected. */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #running = new Set<string>();
  readonly #soon = new Map<string, () => void>();
  #cancel: () => void = () => undefined;

  constructor(options: LanesOptions) {
    this.#options = options;
    this.#runLater();
  }

  /** Whether something that may go out now waits for its turn. */
  hasTurns(sessionId: string): boolean {
    return this.#options.ledger.openOf(sessionId).some((record) => record.jobId === null && this.#isDue(record));
  }

  /** Sends what may go out now. */
  async run(sessionId: string): Promise<void> {
    if (this.#running.has(sessionId)) return;
    this.#running.add(sessionId);
    try {
      for (;;) {
        const record = this.#next(sessionId);
        if (record === undefined || !this.#mayGo(sessionId)) return;
        const waitMs = this.#options.pace.waitMs(sessionId);
        if (waitMs > 0) {
          this.#runAgain(sessionId, waitMs);
          return;
        }
        const attempt = begun(record);
        if (!this.#options.ledger.beginAgain(attempt)) return;
        await this.#options.delivery.attempt(attempt);
        if (this.#isRefused(attempt)) return;
      }
    } finally {
      this.#running.delete(sessionId);
    }
  }

  close(): void {
    this.#cancel();
    for (const cancel of this.#soon.values()) cancel();
    this.#soon.clear();
  }

  /** The first that may go out now, bulk after the others; none while it is open what became of the one before. */
  #next(sessionId: string): SendRecord | undefined {
    let ofBulk: SendRecord | undefined;
    for (const record of this.#options.ledger.openOf(sessionId)) {
      if (record.mayWait && record.status === 'sending') return undefined;
      if (!this.#isDue(record)) continue;
      if (record.jobId === null) return record;
      ofBulk ??= record;
    }
    return ofBulk;
  }

  #isDue(record: SendRecord): boolean {
    const isWaiting = record.status === 'queued' && (record.notBeforeMs ?? 0) <= this.#options.clock.now();
    return isWaiting && !this.#options.isHeld(record);
  }

  /** Whether the session was not there after all: what waits is tried again with the next turn, in the same order. */
  #isRefused({ sessionId, sendId }: SendRecord): boolean {
    const record = this.#options.ledger.find(sessionId, sendId);
    return record !== undefined && this.#isDue(record);
  }

  /** Sooner than the regular turn, where that would be late. */
  #runAgain(sessionId: string, waitMs: number): void {
    if (waitMs >= everyMs || this.#soon.has(sessionId)) return;
    const cancel = this.#options.clock.after(waitMs, () => {
      this.#soon.delete(sessionId);
      void this.run(sessionId);
    });
    this.#soon.set(sessionId, cancel);
  }

  #mayGo(sessionId: string): boolean {
    return !this.#options.isDraining() && this.#options.transport.isConnected(sessionId);
  }

  #runLater(): void {
    this.#cancel = this.#options.clock.after(everyMs, () => {
      this.#runLater();
      for (const sessionId of this.#options.ledger.sessions()) {
        this.#expire(sessionId);
        void this.run(sessionId);
      }
    });
  }

  #expire(sessionId: string): void {
    const { ledger, clock } = this.#options;
    const nowMs = clock.now();
    for (const record of ledger.openOf(sessionId)) {
      if (record.status === 'queued' && isExpired(record, nowMs)) ledger.change(expired(record, nowMs));
    }
  }
}
