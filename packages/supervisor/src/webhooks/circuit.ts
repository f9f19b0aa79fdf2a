const failuresToOpen = 5;
const firstOpenMs = 5_000;
const longestOpenMs = 60_000;

/** Whether a receiver is tried at all: after 5 outages in a row it rests, and then one attempt decides for all. */
export class Circuit {
  readonly #random: () => number;
  #failures = 0;
  #openUntilMs: number | undefined;
  #isProbing = false;
  #pausedUntilMs = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  get isOpen(): boolean {
    return this.#openUntilMs !== undefined;
  }

  /** When the next attempt may begin; Infinity while the one that decides is under way. */
  nextTryMs(): number {
    if (this.#openUntilMs === undefined) return this.#pausedUntilMs;
    return this.#isProbing ? Infinity : Math.max(this.#openUntilMs, this.#pausedUntilMs);
  }

  began(): void {
    this.#isProbing = this.isOpen;
  }

  /** The receiver is there; true where it had been given up. */
  worked(): boolean {
    const wasOpen = this.isOpen;
    this.#failures = 0;
    this.#openUntilMs = undefined;
    this.#isProbing = false;
    return wasOpen;
  }

  /** An outage; true where the circuit opens by it. */
  failed(nowMs: number): boolean {
    // What was under way when it opened says nothing new.
    if (this.isOpen && !this.#isProbing) return false;
    const wasOpen = this.isOpen;
    this.#isProbing = false;
    this.#failures += 1;
    if (this.#failures < failuresToOpen) return false;
    const full = Math.min(firstOpenMs * 2 ** Math.min(this.#failures - failuresToOpen, 10), longestOpenMs);
    this.#openUntilMs = nowMs + Math.round(full / 2 + (this.#random() * full) / 2);
    return !wasOpen;
  }

  /** An attempt that was broken off, or told nothing of the receiver. */
  undecided(): void {
    this.#isProbing = false;
  }

  /** The receiver asked for a rest (429 or 503 with Retry-After). */
  pause(untilMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
  }
}
