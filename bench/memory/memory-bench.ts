import type { BenchOptions } from '../bench-options.ts';
import { BenchStage } from '../restore/bench-stage.ts';
import { linkProfiles } from '../restore/link-profiles.ts';
import { growUnderTraffic } from './growth.ts';
import type { Growth } from './growth.ts';
import { measureBarePages, measureService } from './memory-round.ts';
import type { BareFigures, ServiceFigures } from './memory-round.ts';

/** So many connected sessions, in each round; the bare pages of the same round stand at the same place. */
export interface MemoryGroup {
  readonly sessions: number;
  readonly service: readonly ServiceFigures[];
  readonly bare: readonly BareFigures[];
}

export interface MemoryResult {
  readonly browser: string;
  readonly groups: readonly MemoryGroup[];
  /** Null where it was left out. */
  readonly growth: Growth | null;
}

/** Links more and more profiles, and with each count measures the service and bare pages in turns; with all of them then comes the traffic. */
export async function benchMemory(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<MemoryResult> {
  const stage = await BenchStage.open({ ...options, sessions: Math.max(...options.counts) }, signal);
  try {
    const groups: MemoryGroup[] = [];
    let linked = 0;
    for (const sessions of options.counts) {
      say(`${sessions} sessions are linked …`);
      await linkProfiles(stage, signal, (count) => say(`  ${count}`), stage.sessionIds.slice(linked, sessions));
      linked = sessions;
      const [service, bare]: [ServiceFigures[], BareFigures[]] = [[], []];
      for (let round = 1; round <= options.rounds; round += 1) {
        say(`${sessions} sessions, round ${round} of ${options.rounds}`);
        service.push(await measureService(stage, options.idleSeconds, signal));
        bare.push(await measureBarePages(stage, stage.sessionIds.slice(0, sessions), options.idleSeconds, signal));
      }
      groups.push({ sessions, service, bare });
    }
    const growth = options.minutes === 0 ? null : await growUnderTraffic(stage, options, signal, say);
    return { browser: options.browser.kind, groups, growth };
  } finally {
    await stage.close();
  }
}
