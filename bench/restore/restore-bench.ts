import { availableParallelism, loadavg } from 'node:os';
import type { BenchOptions } from '../bench-options.ts';
import { BenchStage } from './bench-stage.ts';
import type { Contender } from './contender.ts';
import { contendersFor } from './contenders.ts';
import { linkProfiles } from './link-profiles.ts';
import type { RoundFigures } from './round-figures.ts';
import { runRound } from './run-round.ts';

/** So many sessions with one browser; the figures of the same round stand at the same place of each contender, the service's first. */
export interface RestoreGroup {
  readonly browser: string;
  readonly sessions: number;
  readonly contenders: readonly { readonly name: string; readonly rounds: readonly RoundFigures[] }[];
}

/** All that was measured. */
export interface RestoreResult {
  readonly time: string;
  readonly cores: number;
  readonly node: string;
  readonly rounds: number;
  readonly syncDelayMs: number;
  readonly groups: readonly RestoreGroup[];
}

/** Links more and more profiles, and with each count lets the contenders take turns; `say` is told how far it is. */
export async function benchRestore(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<RestoreResult> {
  const { counts, browsers, concurrencies, rounds, syncDelayMs } = options;
  const stage = await BenchStage.open({ ...options, sessions: Math.max(...counts) }, signal);
  try {
    const groups: RestoreGroup[] = [];
    let linked = 0;
    for (const sessions of counts) {
      say(`${sessions} sessions are linked …`);
      await linkProfiles(stage, signal, (count) => say(`  ${count}`), stage.sessionIds.slice(linked, sessions));
      linked = sessions;
      for (const found of browsers) {
        say(`${sessions} sessions, ${found.kind}: how many at once are quickest in one process …`);
        const sessionIds = stage.sessionIds.slice(0, sessions);
        const contenders = await contendersFor({ stage, found, sessionIds, concurrencies, signal });
        groups.push({ browser: found.kind, sessions, contenders: await takeTurns(contenders, rounds, signal, say) });
      }
    }
    return { time: new Date().toISOString(), cores: availableParallelism(), node: process.version, rounds, syncDelayMs, groups };
  } finally {
    await stage.close();
  }
}

async function takeTurns(contenders: readonly Contender[], rounds: number, signal: AbortSignal, say: (text: string) => void) {
  const all: RoundFigures[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const load = (loadavg()[0] ?? 0).toFixed(1);
      say(`${round === 0 ? 'Warm-up' : `Round ${round} of ${rounds}`}: ${contender.name} (load ${load})`);
      const figures = await runRound(contender, signal);
      // In the first round caches are filled.
      if (round > 0) all[index]?.push(figures);
    }
  }
  return contenders.map(({ name }, index) => ({ name, rounds: all[index] ?? [] }));
}
