import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';

/** Whether a start waits its turn or goes ahead of those that do. */
export type StartPriority = 'ahead' | 'in_turn';

/** A start that asks for a slot. */
export interface WantedStart {
  readonly sessionId: string;
  readonly priority: StartPriority;
  /** Gives the place up. */
  readonly signal: AbortSignal;
}

/** A start that has a slot and asks to begin. */
export interface PendingStart {
  readonly priority: StartPriority;
  readonly signal: AbortSignal;
  /** How many others are starting at this moment. */
  startsInProgress(): number;
}

/** Resolves once a start may begin. */
export type Admission = (start: PendingStart) => Promise<void>;

/** Stops all starts while the machine is ill, but for one at a time that is tried. */
export interface StartGuard {
  /** Whether this session's start may begin now. */
  admits(sessionId: string): boolean;
  /** True where all others wait and none is tried: this one is. */
  probes(sessionId: string): boolean;
  settled(sessionId: string): void;
}

const lookEveryMs = 250;

/** Lets only so many sessions start at once; restoration, restarts and people's starts all take its slots. */
export class StartQueue {
  readonly #queue: PQueue;
  /** One at a time: several that look at the same free memory would all find it enough. */
  readonly #gate = new PQueue({ concurrency: 1 });
  readonly #admit: Admission;
  readonly #guard: StartGuard;
  #starting = 0;

  /** `admit` resolves once the machine has room for one more browser. */
  constructor(concurrency: number, admit: Admission, guard: StartGuard) {
    this.#queue = new PQueue({ concurrency });
    this.#admit = admit;
    this.#guard = guard;
  }

  /** How many wait for a slot. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** How many are starting. */
  get starting(): number {
    return this.#starting;
  }

  /** Runs the task in a slot, which is held until it settles. */
  async run(start: WantedStart, task: () => Promise<void>): Promise<void> {
    const { sessionId, priority, signal } = start;
    const options = { priority: priority === 'ahead' ? 1 : 0, signal };
    // While all starts pause a person's is tried at once: those that have the slots wait for its outcome.
    if (priority === 'ahead' && !signal.aborted && this.#guard.probes(sessionId)) {
      this.#starting += 1;
      await this.#settle(start, task);
      return;
    }
    try {
      await this.#queue.add(async () => {
        const mayStart = await this.#gate.add(async () => this.#pass(start), options);
        if (mayStart) await this.#settle(start, task);
      }, options);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Gives up what has not begun. */
  clear(): void {
    this.#queue.clear();
  }

  /** True where the start is counted as one in progress from here on. */
  async #pass({ sessionId, priority, signal }: WantedStart): Promise<boolean> {
    await this.#admit({ priority, signal, startsInProgress: () => this.#starting });
    while (!signal.aborted && !this.#guard.admits(sessionId)) await sleep(lookEveryMs);
    if (signal.aborted) return false;
    this.#starting += 1;
    return true;
  }

  async #settle({ sessionId, signal }: WantedStart, task: () => Promise<void>): Promise<void> {
    try {
      // Never within the call that asked for it.
      await Promise.resolve();
      if (!signal.aborted) await task();
    } finally {
      this.#starting -= 1;
      this.#guard.settled(sessionId);
    }
  }
}
