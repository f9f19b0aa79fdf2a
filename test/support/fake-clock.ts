import type { Clock } from '@whatsapp-service/shared/time/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #nowMs = 1_000_000;
  #timers = new Set<Timer>();

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Lets time pass; each timer that falls due is called at its own time. */
  advance(durationMs: number): void {
    const endMs = this.#nowMs + durationMs;
    for (let next = this.#firstDue(endMs); next !== undefined; next = this.#firstDue(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.callback();
    }
    this.#nowMs = endMs;
  }

  /** Of those that fall due at the same time, the one that was set first. */
  #firstDue(byMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs <= byMs && (first === undefined || timer.dueMs < first.dueMs)) first = timer;
    }
    return first;
  }

  /** The machine sleeps: time passes at once, and what fell due meanwhile is called late. */
  sleep(durationMs: number): void {
    this.#nowMs += durationMs;
    this.advance(0);
  }
}
