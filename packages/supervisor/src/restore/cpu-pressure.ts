/** What one process of the service has used of the CPU since its start. */
export interface CpuUse {
  /** Tells the process from a later one with the same pid. */
  readonly key: string;
  readonly cpuMs: number;
}

/** How the processors were used in the last seconds. */
export interface CpuPressure {
  /** The share of the time in which at least one task waited for a processor, in percent. */
  readonly waitingPercent: number;
  /** What the service's own processes took of all processors, from 0 to 1. */
  readonly ownShare: number;
}

export interface CpuPressureOptions {
  /** A clock that never jumps, in milliseconds. */
  readonly now: () => number;
  /** Microseconds in which some task waited for a processor, ever growing; undefined where the kernel does not tell. */
  readonly waitedUs: () => number | undefined;
  /** Every process of the service. */
  readonly ownProcesses: () => readonly CpuUse[];
  /** How many processors the service may use. */
  readonly processors: number;
}

interface Reading {
  readonly atMs: number;
  readonly waitedUs: number;
  readonly own: ReadonlyMap<string, number>;
}

/** Shorter stretches say nothing: Linux counts CPU in hundredths of a second. */
const shortestMs = 1_000;
/** A longer stretch is about what was, not about what is. */
const longestMs = 10_000;

/** Compares two looks at the machine: who waits for the processors, and who has them. */
export class CpuPressureMeter {
  readonly #options: CpuPressureOptions;
  #last: Reading | undefined;
  #pressure: CpuPressure | undefined;

  constructor(options: CpuPressureOptions) {
    this.#options = options;
  }

  /** The pressure of the last seconds; undefined where it is not known. Cheap when called often: it looks once a second. */
  look(): CpuPressure | undefined {
    const { now, waitedUs, ownProcesses } = this.#options;
    const passedMs = this.#last === undefined ? Infinity : now() - this.#last.atMs;
    if (passedMs < shortestMs) return this.#pressure;
    const waited = waitedUs();
    if (waited === undefined) return undefined;
    const own = new Map(ownProcesses().map(({ key, cpuMs }) => [key, cpuMs]));
    const reading = { atMs: now(), waitedUs: waited, own };
    this.#pressure = passedMs > longestMs || this.#last === undefined ? undefined : this.#between(this.#last, reading);
    this.#last = reading;
    return this.#pressure;
  }

  #between(before: Reading, after: Reading): CpuPressure {
    const passedMs = after.atMs - before.atMs;
    let ownMs = 0;
    // A process that is new has used all that it has used since the last look.
    for (const [key, cpuMs] of after.own) ownMs += cpuMs - (before.own.get(key) ?? 0);
    return {
      waitingPercent: (after.waitedUs - before.waitedUs) / 10 / passedMs,
      ownShare: ownMs / passedMs / this.#options.processors,
    };
  }
}
