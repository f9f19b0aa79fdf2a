import { availableParallelism, loadavg } from 'node:os';
import type { BenchOptions } from '../bench-options.ts';
import { BenchStage } from './bench-stage.ts';
import type { Contender } from './contender.ts';
import { linkProfiles } from './link-profiles.ts';
import { NaiveContender } from './naive-contender.ts';
import type { RoundFigures } from './round-figures.ts';
import { runRound } from './run-round.ts';
import { ServiceContender } from './service-contender.ts';

/** All that was measured; the figures of the same round stand at the same place of each contender. */
export interface RestoreResult {
  readonly time: string;
  readonly cores: number;
  readonly node: string;
  readonly browser: string;
  readonly sessions: number;
  readonly rounds: number;
  readonly syncDelayMs: number;
  readonly contenders: readonly { readonly name: string; readonly rounds: readonly RoundFigures[] }[];
}

/** Links the profiles, then lets the contenders take turns; `say` is told how far it is. */
export async function benchRestore(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<RestoreResult> {
  const stage = await BenchStage.open(options, signal);
  try {
    say(`${options.sessions} sessions are linked …`);
    await linkProfiles(stage, signal, (count) => say(`  ${count} of ${options.sessions}`));
    const { concurrencies, fullChromium } = options;
    const contenders = [
      ...concurrencies.map((each) => new ServiceContender(stage, each)),
      ...(fullChromium === undefined ? [] : [new NaiveContender(stage, fullChromium)]),
      new NaiveContender(stage),
    ];
    const rounds = await takeTurns(contenders, options.rounds, signal, say);
    return {
      time: new Date().toISOString(),
      cores: availableParallelism(),
      node: process.version,
      browser: options.browser.kind,
      sessions: options.sessions,
      rounds: options.rounds,
      syncDelayMs: options.syncDelayMs,
      contenders: contenders.map(({ name }, index) => ({
        name,
        rounds: rounds.map((round) => round[index]).filter((each) => each !== undefined),
      })),
    };
  } finally {
    await stage.close();
  }
}

async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<RoundFigures[][]> {
  const all: RoundFigures[][] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const figures: RoundFigures[] = [];
    for (const contender of contenders) {
      const load = (loadavg()[0] ?? 0).toFixed(1);
      say(`${round === 0 ? 'Warm-up' : `Round ${round} of ${rounds}`}: ${contender.name} (load ${load})`);
      figures.push(await runRound(contender, signal));
    }
    // In the first round caches are filled.
    if (round > 0) all.push(figures);
  }
  return all;
}
