import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';

export interface PageMonitorOptions {
  readonly probe: () => Promise<string | null>;
  readonly intervalMs: () => number;
  readonly timeoutMs: number;
  /** The page counts as hung after so many misses in a row that also span `hungAfterMs`. */
  readonly hungAfterMs: number;
  readonly onState: (state: string | null) => void;
  readonly onHung: (detail: string) => void;
}

const missesUntilHung = 3;

/** Asks the page for its state again and again; notices one that no longer answers. */
export class PageMonitor {
  readonly #options: PageMonitorOptions;
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;
  #misses = 0;
  #firstMissAtMs = 0;

  constructor(options: PageMonitorOptions) {
    this.#options = options;
  }

  /** Begins to ask; safe to call again. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      void this.#probe();
    }, this.#options.intervalMs());
  }

  async #probe(): Promise<void> {
    const askedAtMs = Date.now();
    try {
      const state = await withDeadline(this.#options.probe(), this.#options.timeoutMs, 'A probe of the page');
      this.#misses = 0;
      if (!this.#stopped) this.#options.onState(state);
    } catch (error) {
      if (!this.#stopped) this.#missed(askedAtMs, error);
    }
    if (!this.#stopped) this.#schedule();
  }

  #missed(askedAtMs: number, error: unknown): void {
    this.#misses += 1;
    if (this.#misses === 1) this.#firstMissAtMs = askedAtMs;
    const silentMs = Date.now() - this.#firstMissAtMs;
    if (this.#misses < missesUntilHung || silentMs < this.#options.hungAfterMs) return;
    this.stop();
    const last = error instanceof Error ? error.message : String(error);
    this.#options.onHung(`The page did not answer ${this.#misses} probes in ${silentMs} ms; the last one: ${last}`);
  }
}
