import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Contender } from './contender.ts';
import type { RoundFigures } from './round-figures.ts';

/** What is still being set up when the last session is connected must not count as its memory. */
const settleMs = 1_000;

/** One round: a start that is measured, then a stop and a second start, then a stop. */
export async function runRound(contender: Contender, signal: AbortSignal): Promise<RoundFigures> {
  const loadBefore = loadavg()[0] ?? 0;
  const first = await contender.start(signal);
  await delay(settleMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  const usage = first.usage();
  const askedMs = Date.now();
  await first.stop();
  const stopMs = Date.now() - askedMs;
  const startedMs = Date.now();
  const second = await contender.start(signal);
  const stopToConnectedMs = startedMs - askedMs + Math.max(...second.connectedMs);
  await second.stop();
  const { nodePssBytes, browserPssBytes, processes } = usage;
  return {
    ...(first.livezMs === undefined ? {} : { livezMs: first.livezMs }),
    firstConnectedMs: Math.min(...first.connectedMs),
    lastConnectedMs: Math.max(...first.connectedMs),
    cpuSeconds: first.cpuSeconds,
    nodePssBytes,
    browserPssBytes,
    processes,
    stopMs,
    stopToConnectedMs,
    loadBefore,
    phases: first.phases,
  };
}
