import PQueue from 'p-queue';

/** Whether a start waits its turn or goes ahead of those that do. */
export type StartPriority = 'ahead' | 'in_turn';

/** Lets only so many sessions start at once; restoration, restarts and people's starts all take its slots. */
export class StartQueue {
  readonly #queue: PQueue;
  readonly #admit: (signal: AbortSignal) => Promise<void>;

  /** `admit` resolves once the machine has room for one more browser. */
  constructor(concurrency: number, admit: (signal: AbortSignal) => Promise<void>) {
    this.#queue = new PQueue({ concurrency });
    this.#admit = admit;
  }

  /** How many wait for a slot. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Runs the task in a slot, which is held until it settles; an abort gives the place up. */
  async run(priority: StartPriority, signal: AbortSignal, task: () => Promise<void>): Promise<void> {
    try {
      await this.#queue.add(
        async () => {
          await this.#admit(signal);
          if (!signal.aborted) await task();
        },
        { priority: priority === 'ahead' ? 1 : 0, signal },
      );
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Gives up what has not begun. */
  clear(): void {
    this.#queue.clear();
  }
}
