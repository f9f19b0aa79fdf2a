import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Pace } from './pace.ts';
import type { SendLedger } from './send-ledger.ts';
import { isSettled } from './send-record.ts';
import type { SendRecord } from './send-record.ts';
import { failed, notSent, taken } from './send-transitions.ts';
import type { SendTransport, Shipment } from './send-transport.ts';
import { verdictOf } from './send-verdict.ts';

export interface DeliveryOptions {
  readonly ledger: SendLedger;
  readonly transport: SendTransport;
  readonly pace: Pick<Pace, 'note'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Hands committed sends to their workers, each attempt once, and notes what the workers say. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #live = new Map<string, Promise<void>>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Whether an attempt of this supervisor has no answer yet. */
  isLive(sendId: string): boolean {
    return this.#live.has(sendId);
  }

  /** Begins an attempt; settles once its answer is noted, or it is known that none comes. */
  attempt(record: SendRecord): Promise<void> {
    this.#options.pace.note(record.sessionId);
    const live = this.#attempt(record).finally(() => this.#live.delete(record.sendId));
    this.#live.set(record.sendId, live);
    return live;
  }

  async #attempt(record: SendRecord): Promise<void> {
    const { ledger, transport, clock, logger } = this.#options;
    const { content, sessionId, sendId } = record;
    if (content === null) return;
    try {
      const sent = await transport.deliver(sessionId, { ...shipmentOf(record), content });
      // An ack may have come before the answer.
      if (this.#isOpen(record)) ledger.change(taken(this.#current(record), sent, clock.now()));
    } catch (error) {
      const verdict = verdictOf(error);
      if (!this.#isOpen(record)) return;
      if (verdict === 'unknown') {
        const { code } = transport.explain(sessionId, error);
        logger.warn({ session_id: sessionId, send_id: sendId, code }, 'The outcome of a send is open; it is looked up');
        ledger.change({ ...this.#current(record), isTold: true });
        return;
      }
      const { code, statusCode, message: detail } = transport.explain(sessionId, error);
      const failure = { code, statusCode, detail, retryable: verdict === 'not_sent' };
      const end = verdict === 'not_sent' ? notSent : failed;
      ledger.change(end(this.#current(record), failure, clock.now()));
    }
  }

  #current(record: SendRecord): SendRecord {
    return this.#options.ledger.find(record.sessionId, record.sendId) ?? record;
  }

  #isOpen(record: SendRecord): boolean {
    return !isSettled(this.#current(record).status);
  }
}

/** A send in the worker's words; each attempt is a call of its own. */
export function shipmentOf({ to, ownId, sendId, attempts }: SendRecord): Omit<Shipment, 'content'> {
  return { to, ownId, idempotencyKey: `${sendId}-${attempts}` };
}
