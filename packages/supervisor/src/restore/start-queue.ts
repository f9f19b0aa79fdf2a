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

/** What a start waits for besides its slot. */
export interface Admission {
  /** Resolves once a start that goes in turn may ask for room; a person's start is not asked. */
  readonly turn: (start: PendingStart) => Promise<void>;
  /** Resolves once the machine has room for one more browser. */
  readonly room: (start: PendingStart) => Promise<void>;
}

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
  readonly #concurrency: number;
  readonly #queue: PQueue;
  /** One start in turn at a time waits for the processors. */
  readonly #turns = new PQueue({ concurrency: 1 });
  /** One at a time: several that look at the same free memory would all find it enough. */
  readonly #door = new PQueue({ concurrency: 1 });
  readonly #admission: Admission;
  readonly #guard: StartGuard;
  #starting = 0;
  /** People's starts that are at the door without a slot from the queue. */
  #jumping = 0;

  constructor(concurrency: number, admission: Admission, guard: StartGuard) {
    this.#concurrency = concurrency;
    this.#queue = new PQueue({ concurrency });
    this.#admission = admission;
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
    // While all starts pause a person's is tried at once: those that have the slots wait for its outcome.
    if (priority === 'ahead' && !signal.aborted && this.#guard.probes(sessionId)) {
      this.#starting += 1;
      await this.#settle(start, task);
      return;
    }
    try {
      if (priority === 'ahead' && !signal.aborted && this.#areSlotsOnlyHeld()) await this.#jump(start, task);
      else await this.#queue.add(async () => this.#begin(start, task), { ...options(priority), signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Gives up what has not begun. */
  clear(): void {
    this.#queue.clear();
  }

  /** Whether some of the slots are taken by starts that wait for the machine, and by nothing that starts. */
  #areSlotsOnlyHeld(): boolean {
    return this.#queue.pending >= this.#concurrency && this.#starting + this.#jumping < this.#concurrency;
  }

  /** Those that hold the slots wait for the processors; a person's start does not, nor for those. */
  async #jump(start: WantedStart, task: () => Promise<void>): Promise<void> {
    this.#jumping += 1;
    let mayStart: boolean;
    try {
      mayStart = await this.#enter(start);
    } finally {
      this.#jumping -= 1;
    }
    if (mayStart) await this.#settle(start, task);
  }

  async #begin(start: WantedStart, task: () => Promise<void>): Promise<void> {
    const mayStart = start.priority === 'ahead' ? await this.#enter(start) : await this.#enterInTurn(start);
    if (mayStart) await this.#settle(start, task);
  }

  async #enterInTurn(start: WantedStart): Promise<boolean> {
    return this.#turns.add(
      async () => {
        await this.#admission.turn(this.#pending(start));
        return this.#enter(start);
      },
      { signal: start.signal },
    );
  }

  async #enter(start: WantedStart): Promise<boolean> {
    return this.#door.add(async () => this.#pass(start), { ...options(start.priority), signal: start.signal });
  }

  /** True where the start is counted as one in progress from here on. */
  async #pass(start: WantedStart): Promise<boolean> {
    const { sessionId, signal } = start;
    await this.#admission.room(this.#pending(start));
    // A person's start that jumped has taken the place of one that held its slot and waited.
    while (!signal.aborted && (this.#starting >= this.#concurrency || !this.#guard.admits(sessionId))) await sleep(lookEveryMs);
    if (signal.aborted) return false;
    this.#starting += 1;
    return true;
  }

  #pending({ priority, signal }: WantedStart): PendingStart {
    return { priority, signal, startsInProgress: () => this.#starting };
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

function options(priority: StartPriority): { priority: number } {
  return { priority: priority === 'ahead' ? 1 : 0 };
}
