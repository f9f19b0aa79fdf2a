import { halfByChance } from '@whatsapp-service/shared/time/half-by-chance.ts';
import { probeDelayMs } from './probe-policy.ts';

/** The figures of the restart policy; times in milliseconds. */
export interface RestartPolicyOptions {
  readonly baseMs: number;
  readonly maxMs: number;
  /** More unexpected exits than this within the period, and the session is given up. */
  readonly intensity: number;
  readonly periodMs: number;
  /** A session that was connected this long starts counting anew. */
  readonly stableAfterMs: number;
}

/** Burst and period as Erlang/OTP's supervisor principles advise: 5 to 10 restarts within 5 to 10 minutes. */
export const defaultRestartPolicy: RestartPolicyOptions = {
  baseMs: 1_000,
  maxMs: 300_000,
  intensity: 5,
  periodMs: 600_000,
  stableAfterMs: 120_000,
};

export type RestartVerdict =
  | { readonly action: 'retry'; readonly attempt: number; readonly delayMs: number }
  /** `exits` is null where a probe failed; after `restMs` the session is probed. */
  | { readonly action: 'give_up'; readonly exits: number | null; readonly restMs: number };

/** Decides what follows an unexpected exit; time and chance are handed in. A session that was given up is half open: it has one try after each rest. */
export class RestartPolicy {
  readonly #options: RestartPolicyOptions;
  readonly #random: () => number;
  #exits: number[] = [];
  #attempt = 0;
  #probes = 0;
  #isHalfOpen = false;

  /** `random` gives numbers from 0 to 1. */
  constructor(options: RestartPolicyOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /** `connectedForMs` is the longest that the session was connected without a break before the exit. */
  onExit(nowMs: number, connectedForMs: number): RestartVerdict {
    const { baseMs, maxMs, intensity, periodMs, stableAfterMs } = this.#options;
    if (connectedForMs >= stableAfterMs) this.#close();
    if (this.#isHalfOpen) return { action: 'give_up', exits: null, restMs: probeDelayMs(this.#probes) };
    this.#exits = [...this.#exits.filter((exit) => nowMs - exit < periodMs), nowMs];
    if (this.#exits.length > intensity) return { action: 'give_up', exits: this.#exits.length, restMs: probeDelayMs(this.#probes) };
    this.#attempt += 1;
    const ceiling = Math.min(maxMs, baseMs * 2 ** (this.#attempt - 1));
    const delayMs = Math.round(halfByChance(ceiling, this.#random));
    return { action: 'retry', attempt: this.#attempt, delayMs };
  }

  /** A session that was given up gets its next try. */
  probe(): void {
    this.#isHalfOpen = true;
    this.#probes += 1;
  }

  /** A person has started the session: what was before no longer counts. */
  forget(): void {
    this.#exits = [];
    this.#close();
  }

  #close(): void {
    // A probe that held proves more than the exits before its rest.
    if (this.#isHalfOpen) this.#exits = [];
    this.#isHalfOpen = false;
    this.#probes = 0;
    this.#attempt = 0;
  }
}
