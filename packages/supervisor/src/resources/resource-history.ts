import type { Resources } from './resource-sampler.ts';

/** What a session took in one stretch of time: its most memory, and the mean of its CPU. */
export interface Stretch {
  readonly timeMs: number;
  readonly rssBytes: number;
  readonly cpuPercent: number;
}

/** An hour in stretches of ten seconds: 9 kB a session. */
export const stretchMs = 10_000;
const kept = 360;
const numbersEach = 3;

/** The last hour of each session, in a ring that does not grow. */
export class ResourceHistory {
  readonly #rings = new Map<string, Ring>();

  /** Takes in one sample of every session there is; the history of those that are gone goes as well. */
  note(samples: ReadonlyMap<string, Resources>, nowMs: number): void {
    for (const [sessionId, sample] of samples) {
      const ring = this.#rings.get(sessionId) ?? new Ring(nowMs);
      this.#rings.set(sessionId, ring);
      ring.add(sample, nowMs);
    }
    for (const sessionId of this.#rings.keys()) if (!samples.has(sessionId)) this.#rings.delete(sessionId);
  }

  /** The stretches that ended after a time, oldest first. */
  of(sessionId: string, afterMs: number): Stretch[] {
    return this.#rings.get(sessionId)?.after(afterMs) ?? [];
  }
}

class Ring {
  readonly #numbers = new Float64Array(kept * numbersEach);
  #count = 0;
  #beganMs: number;
  #rssBytes = 0;
  #cpuSum = 0;
  #samples = 0;

  constructor(beganMs: number) {
    this.#beganMs = beganMs;
  }

  add({ rss_bytes: rssBytes, cpu_percent: cpuPercent }: Resources, nowMs: number): void {
    this.#rssBytes = Math.max(this.#rssBytes, rssBytes);
    this.#cpuSum += cpuPercent;
    this.#samples += 1;
    // A clock that was set back begins a stretch anew.
    if (nowMs < this.#beganMs) this.#beganMs = nowMs;
    if (nowMs - this.#beganMs < stretchMs) return;
    const cpuMean = Math.round((this.#cpuSum / this.#samples) * 10) / 10;
    this.#numbers.set([nowMs, this.#rssBytes, cpuMean], (this.#count % kept) * numbersEach);
    this.#count += 1;
    this.#beganMs = nowMs;
    this.#rssBytes = 0;
    this.#cpuSum = 0;
    this.#samples = 0;
  }

  after(afterMs: number): Stretch[] {
    const stretches: Stretch[] = [];
    for (let index = Math.max(0, this.#count - kept); index < this.#count; index += 1) {
      const at = (index % kept) * numbersEach;
      const [timeMs = 0, rssBytes = 0, cpuPercent = 0] = this.#numbers.subarray(at, at + numbersEach);
      if (timeMs > afterMs) stretches.push({ timeMs, rssBytes, cpuPercent });
    }
    return stretches;
  }
}
