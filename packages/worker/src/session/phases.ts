import type { Fact, Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';

export interface PhasesOptions {
  readonly clock: Clock;
  /** The process's start: the first phase began with it. */
  readonly startedAtMs: number;
  readonly state: (fact: Fact) => void;
  readonly onOverrun: (phase: Phase, deadlineMs: number) => void;
}

/** Phases that have no end of their own worth a line in the timeline. */
const unreported: ReadonlySet<Phase> = new Set(['connected', 'closing']);
const maxDetailLength = 1_000;

/** The stretch of its life the worker is in, with its deadline; each one that ends is stated as a fact. */
export class Phases {
  readonly #options: PhasesOptions;
  #current: Phase = 'loading';
  #startedAtMs: number;
  #deadlineMs: number | null = null;
  #open = true;
  #cancelTimer: () => void = () => undefined;

  constructor(options: PhasesOptions) {
    this.#options = options;
    this.#startedAtMs = options.startedAtMs;
  }

  get current(): Phase {
    return this.#current;
  }

  /** Ends the present phase as done and begins another, which may take `deadlineMs`. */
  begin(phase: Phase, deadlineMs: number | null): void {
    this.end('done', null);
    this.#current = phase;
    this.#startedAtMs = this.#options.clock.now();
    this.#open = true;
    this.#arm(deadlineMs, deadlineMs);
  }

  /** Gives the present phase `deadlineMs` from now on, whatever it had. */
  extend(deadlineMs: number | null): void {
    const passedMs = this.#options.clock.now() - this.#startedAtMs;
    if (this.#open) this.#arm(deadlineMs === null ? null : passedMs + deadlineMs, deadlineMs);
  }

  /** Ends the present phase; one that has ended already stays as it is. */
  end(outcome: 'done' | 'failed', detail: string | null): void {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelTimer();
    if (unreported.has(this.#current)) return;
    this.#options.state({
      type: 'phase_ended',
      phase: this.#current,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#options.clock.now(),
      deadlineMs: this.#deadlineMs,
      outcome,
      detail: detail === null ? null : detail.slice(0, maxDetailLength),
    });
  }

  #arm(totalMs: number | null, timeoutMs: number | null): void {
    this.#cancelTimer();
    this.#deadlineMs = totalMs;
    if (timeoutMs === null) return;
    const phase = this.#current;
    this.#cancelTimer = this.#options.clock.after(timeoutMs, () => {
      if (this.#open) this.#options.onOverrun(phase, totalMs ?? timeoutMs);
    });
  }
}
