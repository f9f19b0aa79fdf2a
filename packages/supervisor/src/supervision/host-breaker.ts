import type { Clock } from '@whatsapp-service/shared/time/clock.ts';

/** The figures of the breaker; times in milliseconds. */
export interface HostBreakerOptions {
  /** So many sessions, and this share of all, ending within the period stop the starts. */
  readonly exits: number;
  readonly exitShare: number;
  readonly exitPeriodMs: number;
  /** So many launches of browsers failing in a row, of more than one session, stop the starts. */
  readonly launchFailures: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const defaultHostBreaker: HostBreakerOptions = {
  exits: 5,
  exitShare: 0.3,
  exitPeriodMs: 60_000,
  launchFailures: 3,
  firstPauseMs: 15_000,
  longestPauseMs: 300_000,
};

export type BreakerState = 'closed' | 'open' | 'half_open';

/** What the breaker says of itself when it opens or closes. */
export interface BreakerChange {
  readonly state: BreakerState;
  /** Why it opened, as a sentence; null once it is closed. */
  readonly cause: string | null;
  /** How long no session is started, in milliseconds. */
  readonly pauseMs: number;
}

/** Notices that it is the machine, not one session, that is ill: starts then pause, and one start is tried before the others follow. */
export class HostBreaker {
  readonly #clock: Clock;
  readonly #options: HostBreakerOptions;
  readonly #onChange: (change: BreakerChange) => void;
  #state: BreakerState = 'closed';
  /** The session whose start is tried while it is half open. */
  #probe: string | undefined;
  #cause: string | null = null;
  #sinceMs = 0;
  #untilMs = 0;
  #pauseMs = 0;
  #exits: { readonly sessionId: string; readonly atMs: number }[] = [];
  #failedLaunches: string[] = [];

  constructor(clock: Clock, options: HostBreakerOptions, onChange: (change: BreakerChange) => void) {
    this.#clock = clock;
    this.#options = options;
    this.#onChange = onChange;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Why starts pause, or null. */
  get cause(): string | null {
    return this.#cause;
  }

  /** When it opened, of all openings since it was closed the first. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** A worker ended unasked; `sessions` is how many are wanted on this machine. */
  exited(sessionId: string, sessions: number): void {
    const nowMs = this.#clock.now();
    const { exits, exitShare, exitPeriodMs } = this.#options;
    const recent = this.#exits.filter((exit) => nowMs - exit.atMs < exitPeriodMs && exit.sessionId !== sessionId);
    this.#exits = [...recent, { sessionId, atMs: nowMs }];
    const count = this.#exits.length;
    if (this.#isProbe(sessionId)) this.#open('The start that was tried failed as well');
    else if (count >= exits && count >= sessions * exitShare) {
      this.#open(`${count} of ${sessions} sessions ended within ${exitPeriodMs / 1_000} s`);
    }
  }

  /** A browser was launched, or was not. */
  launched(sessionId: string, succeeded: boolean): void {
    const { launchFailures } = this.#options;
    this.#failedLaunches = succeeded ? [] : [...this.#failedLaunches, sessionId].slice(-launchFailures);
    const isAcross = new Set(this.#failedLaunches).size > 1;
    if (this.#failedLaunches.length >= launchFailures && isAcross) {
      this.#open(`${launchFailures} launches of browsers failed in a row`);
    }
  }

  /** A start came to its end: the session is connected, or offers its code. */
  started(sessionId: string): void {
    if (!this.#isProbe(sessionId)) return;
    this.#state = 'closed';
    this.#cause = null;
    this.#pauseMs = 0;
    this.#forget();
    this.#tell();
  }

  /** Whether a start may begin now; after the pause the one that asks first is the probe. */
  admits(sessionId: string): boolean {
    if (this.#state === 'open' && this.#clock.now() >= this.#untilMs) return this.probes(sessionId);
    return this.#state === 'closed';
  }

  /** True where starts pause and no probe is under way: the caller is the probe, before the pause is over. */
  probes(sessionId: string): boolean {
    if (this.#state !== 'open') return false;
    this.#state = 'half_open';
    this.#probe = sessionId;
    this.#tell();
    return true;
  }

  /** A start has settled; a probe that proved nothing, because it was given up, leaves its place to the next start. */
  settled(sessionId: string): void {
    if (!this.#isProbe(sessionId)) return;
    this.#state = 'open';
    this.#untilMs = this.#clock.now();
  }

  /** What becomes of starts that were under way before says nothing of the machine as it is now. */
  #isProbe(sessionId: string): boolean {
    return this.#state === 'half_open' && this.#probe === sessionId;
  }

  #open(cause: string): void {
    if (this.#state === 'open') return;
    const { firstPauseMs, longestPauseMs } = this.#options;
    if (this.#cause === null) this.#sinceMs = this.#clock.now();
    this.#pauseMs = Math.min(this.#pauseMs === 0 ? firstPauseMs : this.#pauseMs * 2, longestPauseMs);
    this.#state = 'open';
    this.#cause = cause;
    this.#untilMs = this.#clock.now() + this.#pauseMs;
    this.#forget();
    this.#tell();
  }

  /** What led to a change counts once. */
  #forget(): void {
    this.#exits = [];
    this.#failedLaunches = [];
  }

  #tell(): void {
    this.#onChange({ state: this.#state, cause: this.#cause, pauseMs: this.#pauseMs });
  }
}
