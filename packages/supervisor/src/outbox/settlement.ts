import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { shipmentOf } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import type { SendLedger } from './send-ledger.ts';
import type { SendRecord } from './send-record.ts';
import { afterLookup, failed } from './send-transitions.ts';
import type { SendTransport } from './send-transport.ts';
import { verdictOf } from './send-verdict.ts';

export interface SettlementOptions {
  readonly ledger: SendLedger;
  readonly delivery: Delivery;
  readonly transport: SendTransport;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How often the sends that nobody awaits are looked up, where their sessions are connected. */
const everyMs = 2_000;
/** Each so manieth time also those that WhatsApp Web has and that no ack has confirmed: their acks come by themselves. */
const withPendingEach = 15;

/** Closes every send whose outcome is open, as soon as there is a page that can be asked. */
export class Settlement {
  readonly #options: SettlementOptions;
  readonly #running = new Map<string, Promise<void>>();
  /** Of those that are being looked at: the ones that have connected meanwhile. */
  readonly #connected = new Set<string>();
  #cancel: () => void = () => undefined;
  #isClosed = false;
  #turn = 0;

  constructor(options: SettlementOptions) {
    this.#options = options;
    this.#runLater();
  }

  /** A session is connected (again): whatever of it is open has to be looked up, its page may be another. */
  async connected(sessionId: string): Promise<void> {
    // What is under way may have asked the page before, or left out what waits for an ack.
    if (this.#running.has(sessionId)) this.#connected.add(sessionId);
    await this.#look(sessionId, () => true);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  #runLater(): void {
    this.#cancel = this.#options.clock.after(everyMs, () => {
      this.#runLater();
      this.#turn += 1;
      const withPending = this.#turn % withPendingEach === 0;
      for (const sessionId of this.#options.ledger.sessions()) {
        if (this.#options.transport.isConnected(sessionId)) void this.#look(sessionId, ({ status }) => withPending || status === 'sending');
      }
    });
  }

  /** Looks up what is due of a session, one look at a time; settles with the end of the look that is under way. */
  async #look(sessionId: string, isDue: (record: SendRecord) => boolean): Promise<void> {
    const running = this.#running.get(sessionId) ?? this.#run(sessionId, isDue).finally(() => this.#running.delete(sessionId));
    this.#running.set(sessionId, running);
    await running;
  }

  async #run(sessionId: string, isDue: (record: SendRecord) => boolean): Promise<void> {
    await this.#settleEach(sessionId, isDue);
    while (this.#connected.delete(sessionId)) await this.#settleEach(sessionId, () => true);
  }

  async #settleEach(sessionId: string, isDue: (record: SendRecord) => boolean): Promise<void> {
    for (const record of this.#options.ledger.openOf(sessionId)) {
      const isOpen = (record.status === 'sending' || record.status === 'pending') && !this.#options.delivery.isLive(record.sendId);
      if (!isOpen || !isDue(record)) continue;
      if (this.#isClosed || !this.#options.transport.isConnected(sessionId)) return;
      await this.#settle(record);
    }
  }

  async #settle(record: SendRecord): Promise<void> {
    const { ledger, delivery, transport, clock, logger } = this.#options;
    const { sessionId, sendId } = record;
    const about = { session_id: sessionId, send_id: sendId };
    try {
      const found = await transport.find(sessionId, shipmentOf(record));
      const current = this.#unchanged(record);
      if (current === undefined || this.#isClosed) return;
      const step = afterLookup(current, found, clock.now());
      if (step.action === 'send_again') {
        const again: SendRecord = {
          ...current,
          status: 'sending',
          attempts: current.attempts + 1,
          setbacks: current.setbacks + 1,
          isTold: true,
        };
        logger.warn(about, 'A message that WhatsApp Web had is gone with its page; it is sent again under the same id');
        if (ledger.beginAgain(again)) await delivery.attempt(again);
      } else if (step.action === 'settle' || step.record.status !== current.status) {
        ledger.change(step.record);
        logger.info({ ...about, status: step.record.status }, 'The outcome of a send is known');
      }
    } catch (error) {
      const current = this.#unchanged(record);
      if (current === undefined) return;
      const { code, statusCode, message: detail } = transport.explain(sessionId, error);
      if (verdictOf(error) === 'refused') ledger.change(failed(current, { code, statusCode, detail, retryable: false }, clock.now()));
      else logger.debug({ ...about, code }, 'A send could not be looked up; it is tried again');
    }
  }

  /** The record, unless something has happened to it while it was looked up. */
  #unchanged(record: SendRecord): SendRecord | undefined {
    const current = this.#options.ledger.find(record.sessionId, record.sendId);
    return current !== undefined && current.status === record.status && current.attempts === record.attempts ? current : undefined;
  }
}
