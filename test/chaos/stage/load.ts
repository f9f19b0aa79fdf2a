import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Order } from './load-thread.ts';

/** One call of a session that nothing is done to. */
export interface Call {
  /** When it ended, as performance.now() tells it in the thread that asks. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly fault: string | undefined;
}

/** Sends messages through sessions one after the other and notes how long each took; in a thread of its own, for a fault keeps the thread that makes it busy. */
export class Load {
  readonly #calls: Call[] = [];
  readonly #thread: Worker;
  readonly #ended: Promise<void>;

  constructor(url: string, sessionIds: readonly string[], to: string) {
    this.#thread = new Worker(join(import.meta.dirname, 'load-thread.ts'), { workerData: { url, sessionIds, to } });
    this.#thread.on('message', ({ atMs, tookMs, fault }: Call) => {
      this.#calls.push({ atMs: atMs - performance.timeOrigin, tookMs, fault });
    });
    this.#ended = new Promise((resolve) => this.#thread.once('exit', () => resolve()));
  }

  /** From now on the service is there. */
  moveTo(url: string): void {
    this.#tell({ url });
  }

  /** The calls that ended in a stretch of time, which is given as performance.now() tells it. */
  between(fromMs: number, toMs = performance.now()): Call[] {
    return this.#calls.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  }

  async close(): Promise<void> {
    this.#tell('stop');
    await this.#ended;
  }

  #tell(order: Order): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#thread.postMessage(order);
  }
}

/** The 99th percentile of how long calls took, in milliseconds; 0 without calls. */
export function p99(calls: readonly Call[]): number {
  const sorted = calls.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0;
}
