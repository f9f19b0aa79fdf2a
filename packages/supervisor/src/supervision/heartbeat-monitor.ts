import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { judgeSilence } from './heartbeat-policy.ts';

export interface HeartbeatEvents {
  /** No beat for long enough that calls should fail fast. */
  onSilent(): void;
  /** A beat after a silence. */
  onBeatAgain(): void;
  /** Silent for so long that the worker has to be ended. */
  onDead(): void;
}

const lookEveryMs = 2_500;

/** Listens to one worker's beats, and tells when they stop. */
export class HeartbeatMonitor {
  readonly #clock: Clock;
  readonly #events: HeartbeatEvents;
  #lastBeatMs: number;
  #silent = false;
  #isClosed = false;
  #cancel: () => void = () => undefined;

  /** Before the first beat the worker has `firstBeatMs` to start. */
  constructor(clock: Clock, firstBeatMs: number, events: HeartbeatEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#lastBeatMs = clock.now();
    const cancel = clock.after(firstBeatMs, () => {
      events.onDead();
    });
    this.#cancel = cancel;
  }

  beat(): void {
    // What was in the socket when the worker ended is read after its end: nothing listens for the next beat then.
    if (this.#isClosed) return;
    this.#lastBeatMs = this.#clock.now();
    this.#arm();
    if (!this.#silent) return;
    this.#silent = false;
    this.#events.onBeatAgain();
  }

  /** Tells nothing from here on, whatever beats still come. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  #arm(): void {
    this.#cancel();
    const dueMs = this.#clock.now() + lookEveryMs;
    this.#cancel = this.#clock.after(lookEveryMs, () => {
      this.#look(dueMs);
    });
  }

  #look(dueMs: number): void {
    const nowMs = this.#clock.now();
    const verdict = judgeSilence(nowMs, dueMs, this.#lastBeatMs);
    // We were asleep or busy ourselves: the silence is measured anew.
    if (verdict === 'unsure') this.#lastBeatMs = nowMs;
    if (verdict === 'dead') {
      this.#events.onDead();
      return;
    }
    this.#arm();
    if (verdict === 'silent' && !this.#silent) {
      this.#silent = true;
      this.#events.onSilent();
    }
  }
}
