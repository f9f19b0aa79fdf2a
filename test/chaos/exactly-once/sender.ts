import { setTimeout as delay } from 'node:timers/promises';
import { testApiKey } from '../../support/service-process.ts';
import type { Chance } from './chance.ts';

/** One message of the run. */
export interface Order {
  readonly key: string;
  readonly sessionId: string;
  readonly to: string;
  readonly text: string;
  /** Whether it may wait for its session. */
  readonly queue: boolean;
}

export interface SenderOptions {
  /** Where the service listens now; it moves with each restart. */
  readonly url: () => string;
  readonly chance: Chance;
  readonly deadlineMs: number;
}

const pauseMs = 60;
/** What says that the request is to be sent again: not connected, the worker failed, not now, not known yet. */
const again: ReadonlySet<number> = new Set([409, 502, 503, 504]);

/** A client as docs/sending.md wants it: it repeats each request with its key until it is taken. */
export class Sender {
  repeats = 0;
  readonly refusals: string[] = [];
  readonly #options: SenderOptions;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Resolves once the message is taken, or queued; throws after the deadline. */
  async send(order: Order): Promise<void> {
    const untilMs = performance.now() + this.#options.deadlineMs;
    for (;;) {
      const status = await this.#try(order);
      if (status === 201 || status === 202) return;
      if (status !== undefined && !again.has(status)) {
        this.refusals.push(`${order.key} was answered with ${status}`);
        return;
      }
      if (performance.now() > untilMs) throw new Error(`${order.key} was not taken within ${this.#options.deadlineMs} ms`);
      this.repeats += 1;
      await delay(pauseMs);
    }
  }

  /** The status of the answer; undefined where none came. */
  async #try({ key, sessionId, to, text, queue }: Order): Promise<number | undefined> {
    // Some callers hang up: their request goes on, and the next one meets it.
    const patienceMs = this.#options.chance.next() < 0.15 ? 5 : 60_000;
    try {
      const response = await fetch(`${this.#options.url()}/api/v1/sessions/${sessionId}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': testApiKey, 'idempotency-key': key },
        body: JSON.stringify({ to, text, queue }),
        signal: AbortSignal.timeout(patienceMs),
      });
      await response.text();
      return response.status;
    } catch {
      return undefined;
    }
  }
}
