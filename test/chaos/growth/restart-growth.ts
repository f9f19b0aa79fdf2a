import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessFigures } from '../stage/service-entry.ts';
import type { Stage } from '../stage/stage.ts';

/** The supervisor before and after many restarts of a worker. */
export interface Growth {
  readonly restarts: number;
  /** After the first half of the restarts, after three quarters of them, and at the end. */
  readonly before: ProcessFigures;
  readonly between: ProcessFigures;
  readonly after: ProcessFigures;
  readonly broken: readonly string[];
}

const megabyte = 1024 * 1024;
const side = 5;
const lookEveryMs = 100;
/** A supervisor is at rest when its figures have not fallen for so long. */
const restMs = 3_000;
const restAtMostMs = 15_000;

/** Restarts workers without a browser so many times and looks at the supervisor before and after. */
export async function measureGrowth(stage: Stage, restarts: number): Promise<Growth> {
  const ids = await stage.addFixtures('behaves', side);
  for (const id of ids) await stage.service.waitForStatus(id, 'connected');
  // V8's young generation and the allocator's arenas fill up in the first 200 restarts (166 → 243 MB); the next 350 added 5 MB (measured).
  const warmUp = Math.ceil(restarts / 2 / side);
  await restartAll(stage, ids, warmUp);
  const before = await atRest(stage);
  const rest = Math.ceil(restarts / side) - warmUp;
  await restartAll(stage, ids, Math.floor(rest / 2));
  const between = await atRest(stage);
  await restartAll(stage, ids, Math.ceil(rest / 2));
  const after = await atRest(stage);
  await stage.remove(ids);
  return { restarts, before, between, after, broken: faultsOf([before, between, after], restarts - warmUp * side) };
}

async function restartAll(stage: Stage, ids: readonly string[], times: number): Promise<void> {
  await Promise.all(
    ids.map(async (id) => {
      for (let n = 0; n < times; n += 1) {
        const since = (await stage.service.session(id)).connected_since;
        await stage.service.command(id, 'restart');
        const isNew = (each: { status: string; connected_since: string | null }): boolean =>
          each.status === 'connected' && each.connected_since !== since;
        await stage.service.waitForSession(id, isNew);
      }
    }),
  );
}

/**
 * The least of each figure over a few seconds: what is under way at one look (a message that is being sent, a worker's last words, a folder that is
 * being read) is over at another, what was left behind is there at every look.
 */
async function atRest(stage: Stage): Promise<ProcessFigures> {
  let least = await stage.figures();
  let fellAtMs = performance.now();
  const deadline = fellAtMs + restAtMostMs;
  while (performance.now() < Math.min(fellAtMs + restMs, deadline)) {
    await delay(lookEveryMs);
    const next = leastOf(least, await stage.figures());
    if (next.timers < least.timers || next.handles < least.handles) fellAtMs = performance.now();
    least = next;
  }
  return least;
}

function leastOf(a: ProcessFigures, b: ProcessFigures): ProcessFigures {
  return {
    rssBytes: Math.min(a.rssBytes, b.rssBytes),
    heapBytes: Math.min(a.heapBytes, b.heapBytes),
    timers: Math.min(a.timers, b.timers),
    handles: Math.min(a.handles, b.handles),
    listeners: Math.min(a.listeners, b.listeners),
  };
}

function faultsOf([before, between, after]: readonly [ProcessFigures, ProcessFigures, ProcessFigures], restarts: number): string[] {
  const found: string[] = [];
  const heap = (after.heapBytes - before.heapBytes) / megabyte;
  const megabytesBetween = (a: ProcessFigures, b: ProcessFigures): number => (b.rssBytes - a.rssBytes) / megabyte;
  const rss = megabytesBetween(before, after);
  const rssOfEach = Math.min(megabytesBetween(before, between), megabytesBetween(between, after));
  // Over the few restarts of a shortened run a leak of 100 kB each makes 1.5 MB.
  if (heap > Math.min(3, 1 + restarts * 0.025)) found.push(`its heap grew by ${heap.toFixed(1)} MB`);
  if (rss > 20) found.push(`its memory grew by ${rss.toFixed(1)} MB`);
  // V8 and the allocator take what they need in a step, and once (70 MB within 50 restarts, measured); a leak grows in each stretch.
  if (rssOfEach > 8) found.push(`its memory grew by ${rssOfEach.toFixed(1)} MB, and again by as much`);
  if (after.timers > before.timers + 3) found.push(`its timers grew from ${before.timers} to ${after.timers}`);
  if (after.handles > before.handles + 3) found.push(`its handles grew from ${before.handles} to ${after.handles}`);
  if (after.listeners > before.listeners) found.push(`its listeners grew from ${before.listeners} to ${after.listeners}`);
  return found;
}
