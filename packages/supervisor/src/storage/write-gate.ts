import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { inTransaction, transact } from './database.ts';
import { isStorageFault } from './storage-fault.ts';
import type { Announce, Writes } from './writes.ts';

export interface WriteGateOptions {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  /** Whether the disk has room for more than what waits: a full one takes a small write now and then, and refuses the next. */
  readonly hasRoom: () => boolean;
  /** Told once when the disk begins to refuse, and once when it takes everything again. */
  readonly onRefused: (fault: string) => void;
  readonly onAccepted: (written: number, refusedForMs: number) => void;
  /** A write that fails for a reason of its own while others wait is left out. */
  readonly onLeftOut: (error: unknown) => void;
}

/** Since when the disk refuses, what it says, and how much waits in memory. */
export interface Refusal {
  readonly sinceMs: number;
  readonly fault: string;
  readonly waiting: number;
}

interface Owed {
  run: () => Announce | undefined;
  readonly key: string | undefined;
}

const retryEveryMs = 1_000;
/** Long enough for what a message says of itself (it is sent, it is at the server, it is delivered) to come together; nobody sees it. */
const soonMs = 3;
/** So many are written in one transaction: between two of them HTTP and the workers have their turn. */
const batchSize = 500;

/** Writes at once while the disk takes it; what it refuses is kept in memory, in order, and written as soon as it takes it again. */
export class WriteGate implements Writes {
  readonly #options: WriteGateOptions;
  #owed: Owed[] = [];
  readonly #byKey = new Map<string, Owed>();
  #refused: { readonly sinceMs: number; readonly fault: string } | undefined;
  #written = 0;
  #cancel: () => void = () => undefined;

  constructor(options: WriteGateOptions) {
    this.#options = options;
  }

  get refusal(): Refusal | undefined {
    return this.#refused === undefined ? undefined : { ...this.#refused, waiting: this.#owed.length };
  }

  write(run: () => Announce | undefined, key?: string): void {
    if (this.#refused !== undefined) this.#owe(run, key);
    else if (this.#owed.length > 0) this.#writeWithOwed(run, key);
    else this.#writeAlone(run, key);
  }

  #writeAlone(run: () => Announce | undefined, key: string | undefined): void {
    let announce: Announce | undefined;
    try {
      announce = run();
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      this.#owe(run, key);
      this.#refuse(error);
    }
    announce?.();
  }

  /** What waits was written before this, and shares its commit: a flush of the disk for each would be waited for twice. */
  #writeWithOwed(run: () => Announce | undefined, key: string | undefined): void {
    let isAwaited = true;
    let failure: { readonly error: unknown } | undefined;
    this.#owe(() => {
      // Its caller was told: where the commit of the others is refused, they are tried again without it.
      if (failure !== undefined) return undefined;
      try {
        return inTransaction(this.#options.database, run);
      } catch (error) {
        if (!isAwaited || isStorageFault(error)) throw error;
        failure = { error };
        return undefined;
      }
    }, key);
    this.#writeOwed();
    isAwaited = false;
    if (failure !== undefined) throw failure.error;
  }

  writeSoon(run: () => Announce | undefined, key?: string): void {
    this.#owe(run, key);
    if (this.#refused !== undefined) return;
    if (this.#owed.length >= batchSize) this.#writeOwed();
    else if (this.#owed.length === 1) this.#cancel = this.#options.clock.after(soonMs, () => this.#writeOwed());
  }

  /** Calls back once everything that was written up to now is committed: at once while nothing is owed. */
  afterCommit(callback: () => void): void {
    if (this.#owed.length === 0) callback();
    else this.#owe(() => callback, undefined);
  }

  /** Tries everything a last time; returns how many writes are lost. */
  close(): number {
    this.#cancel();
    while (this.#owed.length > 0 && this.#writeBatch());
    return this.#owed.length;
  }

  #owe(run: () => Announce | undefined, key: string | undefined): void {
    const earlier = key === undefined ? undefined : this.#byKey.get(key);
    if (earlier !== undefined) {
      earlier.run = run;
      return;
    }
    const owed: Owed = { run, key };
    this.#owed.push(owed);
    if (key !== undefined) this.#byKey.set(key, owed);
  }

  /** Writes what is to be written soon; where the disk refuses it, it goes on waiting. */
  #writeOwed(): void {
    if (this.#refused !== undefined || this.#owed.length === 0) return;
    this.#cancel();
    while (this.#owed.length > 0 && this.#refused === undefined) this.#writeBatch();
  }

  #refuse({ message: fault }: Error): void {
    if (this.#refused !== undefined) return;
    this.#refused = { sinceMs: this.#options.clock.now(), fault };
    this.#written = 0;
    this.#options.onRefused(fault);
    this.#retryLater(retryEveryMs);
  }

  #retryLater(delayMs: number): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(delayMs, () => {
      const isTaken = this.#writeBatch();
      if (isTaken && this.#owed.length > 0) this.#retryLater(0);
      else if (isTaken && this.#options.hasRoom()) this.#accepted();
      else this.#retryLater(retryEveryMs);
    });
  }

  #accepted(): void {
    const sinceMs = this.#refused?.sinceMs ?? 0;
    this.#refused = undefined;
    this.#options.onAccepted(this.#written, this.#options.clock.now() - sinceMs);
  }

  /** Whether the disk took the next writes. */
  #writeBatch(): boolean {
    const batch = this.#owed.slice(0, batchSize);
    const announcements: Announce[] = [];
    try {
      transact(this.#options.database, () => {
        for (const { run } of batch) this.#runOne(run, announcements);
      });
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      this.#refuse(error);
      return false;
    }
    this.#owed = this.#owed.slice(batch.length);
    for (const { key } of batch) if (key !== undefined) this.#byKey.delete(key);
    this.#written += batch.length;
    for (const announce of announcements) announce();
    return true;
  }

  #runOne(run: () => Announce | undefined, announcements: Announce[]): void {
    try {
      const announce = inTransaction(this.#options.database, run);
      if (announce !== undefined) announcements.push(announce);
    } catch (error) {
      if (isStorageFault(error)) throw error;
      this.#options.onLeftOut(error);
    }
  }
}
