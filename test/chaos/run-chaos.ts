import { tmpdir } from 'node:os';
import { summarise } from '../../bench/measure/statistics.ts';
import { mountRefusal } from '../support/small-disk.ts';
import { browserFaults } from './faults/browser-faults.ts';
import { diskFaults } from './faults/disk-faults.ts';
import { serviceFaults, sessionsOfTheStorm } from './faults/service-faults.ts';
import { whatsappFaults } from './faults/whatsapp-faults.ts';
import { workerFaults } from './faults/worker-faults.ts';
import { measureFootprint } from './growth/footprint.ts';
import type { Footprint } from './growth/footprint.ts';
import { measureGrowth } from './growth/restart-growth.ts';
import type { Growth } from './growth/restart-growth.ts';
import { p99 } from './stage/load.ts';
import type { Call } from './stage/load.ts';
import { connectedAnew, runFault } from './stage/run-fault.ts';
import type { FaultResult } from './stage/run-fault.ts';
import { Stage } from './stage/stage.ts';

export interface ChaosOptions {
  readonly repeats: number;
  /** Only the faults of the shortened run. */
  readonly isShort: boolean;
  /** Only faults whose name has this in it. */
  readonly only: string | undefined;
  readonly restarts: number;
  readonly noiseFactor: number;
  readonly say: (text: string) => void;
  /** Ends the run and everything that it started. */
  readonly signal?: AbortSignal;
}

/** All that a run found out. */
export interface ChaosResult {
  readonly faults: readonly FaultResult[];
  /** How long ordinary starts took, and the calls of the others beside them. */
  readonly coldStartsMs: readonly number[];
  readonly startP99Ms: number;
  /** The same beside as many starts at once as a restoration makes. */
  readonly stormP99Ms: number;
  readonly growth: Growth | undefined;
  readonly footprint: readonly Footprint[];
  /** Why faults of disks were left out. */
  readonly withoutDisks: string | undefined;
  readonly repeats: number;
  readonly noiseFactor: number;
}

/** Every fault there is, in the order in which a run makes them. */
const allFaults = [...browserFaults, ...workerFaults, ...diskFaults, ...whatsappFaults, ...serviceFaults];

/** Makes the faults happen, one kind after the other, to one service with sessions that must not notice. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { repeats, isShort, only, say, noiseFactor } = options;
  const withoutDisks = mountRefusal(tmpdir());
  const wanted = allFaults.filter(
    (fault) =>
      (!isShort || fault.isShort === true) &&
      fault.name.includes(only ?? '') &&
      (withoutDisks === undefined || !diskFaults.includes(fault)),
  );
  const stage = await Stage.open({ hits: repeats, calm: 2, hasDisks: withoutDisks === undefined });
  options.signal?.addEventListener('abort', () => void stage.close());
  try {
    const { coldStartsMs, startP99Ms } = await ordinaryStarts(stage);
    const stormP99Ms = await restorationLikeStarts(stage, isShort ? 12 : sessionsOfTheStorm, repeats);
    say(`${coldStartsMs.length} ordinary starts: ${Math.round(summarise(coldStartsMs).median)} ms`);
    const faults: FaultResult[] = [];
    const bystanders = await stage.addFixtures('behaves', bystandersOf(repeats));
    for (const id of bystanders) await stage.service.waitForStatus(id, 'connected');
    for (const fault of wanted) {
      options.signal?.throwIfAborted();
      // A fault of the whole service is one with the sessions that have browsers.
      if (fault.on === 'service') await stage.remove(bystanders.splice(0));
      const result = await runFault(stage, fault, { repeats, quietMs: isShort ? 1_000 : 5_000, startP99Ms, stormP99Ms, noiseFactor });
      faults.push(result);
      say(lineOf(result));
    }
    const growth = only === undefined ? await measureGrowth(stage, options.restarts) : undefined;
    if (growth !== undefined) say(`${growth.broken.length === 0 ? '✓' : '✗'} ${growth.restarts} restarts ${growth.broken.join('; ')}`);
    await stage.close();
    const footprint = isShort || only !== undefined ? [] : await measureFootprint();
    return { faults, coldStartsMs, startP99Ms, stormP99Ms, growth, footprint, withoutDisks, repeats, noiseFactor };
  } finally {
    await stage.close();
  }
}

/** Restarts by request, to compare with: a start costs the others something by itself. */
async function ordinaryStarts(stage: Stage): Promise<{ coldStartsMs: number[]; startP99Ms: number }> {
  const fromMs = performance.now();
  const coldStartsMs: number[] = [];
  for (const sessionId of stage.hitIds) {
    const after = await stage.service.lastSeq();
    await stage.service.command(sessionId, 'stop');
    await stage.service.waitForSession(sessionId, ({ state }) => state === 'stopped');
    const beganMs = performance.now();
    await stage.service.command(sessionId, 'start');
    await connectedAnew(stage, { sessionId, phone: undefined, after });
    coldStartsMs.push(performance.now() - beganMs);
  }
  return { coldStartsMs, startP99Ms: p99(stage.load.between(fromMs)) };
}

/** The p99 of the others' calls while sessions start as fast as the service lets them, as many times as a fault is made: of few calls it is chance. */
async function restorationLikeStarts(stage: Stage, count: number, times: number): Promise<number> {
  const calls: Call[] = [];
  for (let n = 0; n < times; n += 1) {
    const fromMs = performance.now();
    const ids = await stage.addFixtures('behaves', count);
    for (const id of ids) await stage.service.waitForStatus(id, 'connected');
    calls.push(...stage.load.between(fromMs));
    await stage.remove(ids);
  }
  return p99(calls);
}

/**
 * Sessions without a browser that are only there: where five of a dozen sessions end within a minute the host breaker takes the machine for ill, as it
 * should, and pauses all starts. Here each fault is one session's; four faults, one right after the other, are less than three in ten.
 */
function bystandersOf(repeats: number): number {
  return repeats < 3 ? 0 : repeats * 12;
}

function lineOf({ name, recoveriesMs, p99Ms, noiseMs, broken }: FaultResult): string {
  const median = recoveriesMs.length === 0 ? '—' : `${Math.round(summarise(recoveriesMs).median)} ms`;
  const calls = `others p99 ${Math.round(p99Ms)} of ${Math.round(noiseMs)} ms`;
  return `${broken.length === 0 ? '✓' : '✗'} ${name}: ${median}, ${calls}${broken.map((each) => `\n    ${each}`).join('')}`;
}
