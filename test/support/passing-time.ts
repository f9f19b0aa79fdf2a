interface Waiting {
  readonly dueMs: number;
  /** Sets the callback again, for what is left of its time. */
  readonly rearm: (leftMs: number) => NodeJS.Timeout;
  timer: NodeJS.Timeout;
}

/** Shorter waits are the machinery's own: they are left alone. */
const longFromMs = 400;

/** Lets the time of this whole process pass at once: its date, and what waits for longer than a moment. */
export class PassingTime {
  readonly #waiting = new Map<NodeJS.Timeout, Waiting>();
  readonly #realNow = Date.now;
  readonly #realClear = globalThis.clearTimeout;
  #aheadMs = 0;

  /** Takes the place of the process's own date and timers. */
  constructor() {
    const { setTimeout } = globalThis;
    Date.now = () => this.#realNow() + this.#aheadMs;
    const later = (callback: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): NodeJS.Timeout => {
      if (delayMs < longFromMs) return setTimeout(callback, delayMs, ...args);
      const rearm = (leftMs: number): NodeJS.Timeout =>
        setTimeout(() => {
          this.#waiting.delete(timer);
          callback(...args);
        }, leftMs);
      const timer = rearm(delayMs);
      this.#waiting.set(timer, { dueMs: Date.now() + delayMs, rearm, timer });
      return timer;
    };
    const cancel: typeof globalThis.clearTimeout = (timer) => {
      const waiting = typeof timer === 'object' ? this.#waiting.get(timer) : undefined;
      if (typeof timer === 'object') this.#waiting.delete(timer);
      this.#realClear(timer);
      this.#realClear(waiting?.timer);
    };
    globalThis.setTimeout = Object.assign(later, { __promisify__: setTimeout.__promisify__ }) as typeof setTimeout;
    globalThis.clearTimeout = cancel;
  }

  /** So many milliseconds have gone by: what fell due meanwhile is called now, the rest in what is left of its time. */
  pass(durationMs: number): void {
    this.#aheadMs += durationMs;
    for (const waiting of this.#waiting.values()) {
      const isKept = waiting.timer.hasRef();
      this.#realClear(waiting.timer);
      waiting.timer = waiting.rearm(Math.max(0, waiting.dueMs - Date.now()));
      if (!isKept) waiting.timer.unref();
    }
  }
}
