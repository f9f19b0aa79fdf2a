import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { listProcesses } from '../workers/process-group.ts';
import type { ProcessStat } from '../workers/process-group.ts';

/** What the processes of one session take. */
export interface Resources {
  readonly rss_bytes: number;
  readonly cpu_percent: number;
  readonly processes: number;
}

/** Linux counts CPU in hundredths of a second on every machine that Node runs on (getconf CLK_TCK). */
const ticksPerSecond = 100;
const pageBytes = 4_096;
const nothing: Resources = { rss_bytes: 0, cpu_percent: 0, processes: 0 };

/** Looks at /proc once for all sessions, every few seconds. */
export class ResourceSampler {
  readonly #clock: Clock;
  readonly #leaders: () => ReadonlyMap<string, readonly ProcessIdentity[]>;
  readonly #intervalMs: number;
  #samples = new Map<string, Resources>();
  #ticks = new Map<number, number>();
  #lastMs: number;
  #cancel: () => void = () => undefined;
  readonly #onSampled: (() => void)[] = [];

  /** `leaders` gives the process groups of each session. */
  constructor(clock: Clock, intervalMs: number, leaders: () => ReadonlyMap<string, readonly ProcessIdentity[]>) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#leaders = leaders;
    this.#lastMs = clock.now();
    this.#arm();
  }

  /** The newest sample of every session. */
  get all(): ReadonlyMap<string, Resources> {
    return this.#samples;
  }

  of(sessionId: string): Resources {
    return this.#samples.get(sessionId) ?? nothing;
  }

  /** Calls back after each sample. */
  onSampled(listener: () => void): void {
    this.#onSampled.push(listener);
  }

  close(): void {
    this.#cancel();
  }

  #arm(): void {
    this.#cancel = this.#clock.after(this.#intervalMs, () => {
      this.#sample();
      this.#arm();
      for (const listener of this.#onSampled) listener();
    });
  }

  #sample(): void {
    const groups = Map.groupBy(listProcesses(), (process) => process.groupId);
    const seconds = Math.max((this.#clock.now() - this.#lastMs) / 1_000, 0.001);
    const ticks = new Map<number, number>();
    const samples = new Map<string, Resources>();
    for (const [sessionId, leaders] of this.#leaders()) {
      const members = leaders.flatMap((leader) => groups.get(leader.pid) ?? []);
      for (const member of members) ticks.set(member.pid, member.cpuTicks);
      samples.set(sessionId, this.#sumOf(members, seconds));
    }
    this.#samples = samples;
    this.#ticks = ticks;
    this.#lastMs = this.#clock.now();
  }

  #sumOf(members: readonly ProcessStat[], seconds: number): Resources {
    let rssPages = 0;
    let usedTicks = 0;
    for (const member of members) {
      rssPages += member.rssPages;
      // A process that is seen for the first time has no share yet.
      usedTicks += member.cpuTicks - (this.#ticks.get(member.pid) ?? member.cpuTicks);
    }
    const cpu = (usedTicks / ticksPerSecond / seconds) * 100;
    return {
      rss_bytes: rssPages * pageBytes,
      cpu_percent: Math.round(cpu * 10) / 10,
      processes: members.length,
    };
  }
}
