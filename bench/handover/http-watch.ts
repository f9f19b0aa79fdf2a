import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 10;
const answerTimeoutMs = 1_000;

/** Asks a URL again and again, and knows the longest time without a good answer. */
export class HttpWatch {
  readonly #url: string;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #lastMs = performance.now();
  #longestMs = 0;

  constructor(url: string) {
    this.#url = url;
    this.#running = this.#run();
  }

  get longestGapMs(): number {
    return Math.round(Math.max(this.#longestMs, performance.now() - this.#lastMs));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const isGood = await fetch(this.#url, { signal: AbortSignal.timeout(answerTimeoutMs) }).then(
        async (response) => {
          await response.text();
          return response.ok;
        },
        () => false,
      );
      if (isGood) {
        const nowMs = performance.now();
        this.#longestMs = Math.max(this.#longestMs, nowMs - this.#lastMs);
        this.#lastMs = nowMs;
      }
      await delay(pollMs);
    }
  }
}
