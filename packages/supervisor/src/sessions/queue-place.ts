import type { StartPriority, StartQueue } from '../restore/start-queue.ts';

/** One session's place in the start queue: one at a time, and it can be given up. */
export class QueuePlace {
  readonly #queue: StartQueue;
  readonly #sessionId: string;
  readonly #onFault: (error: unknown) => void;
  #held: AbortController | undefined;

  /** `onFault` is told of a start that failed as a whole. */
  constructor(queue: StartQueue, sessionId: string, onFault: (error: unknown) => void) {
    this.#queue = queue;
    this.#sessionId = sessionId;
    this.#onFault = onFault;
  }

  /** Waits for a slot and runs `start` in it, which holds the slot until it settles; an earlier place is given up. */
  take(priority: StartPriority, start: () => Promise<void>): void {
    this.giveUp();
    const place = new AbortController();
    this.#held = place;
    const started = this.#queue.run({ sessionId: this.#sessionId, priority, signal: place.signal }, async () => {
      if (this.#held !== place) return;
      // No longer to be given up: an abort would free the slot while the session starts in it.
      this.#held = undefined;
      await start();
    });
    started.catch(this.#onFault);
  }

  /** Leaves the queue; a start that has its slot goes on. */
  giveUp(): void {
    this.#held?.abort();
    this.#held = undefined;
  }
}
