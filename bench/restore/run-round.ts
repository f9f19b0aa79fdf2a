import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Contender } from './contender.ts';
import type { RoundFigures } from './round-figures.ts';

/** What is still being set up when the last session is connected must not count as its memory. */
const settleMs = 1_000;

/** One round: a start that is measured and a stop, and for most contenders another start and stop. */
export async function runRound(contender: Contender, signal: AbortSignal): Promise<RoundFigures> {
  const loadBefore = loadavg()[0] ?? 0;
  const first = await contender.start(signal);
  await delay(settleMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  const usage = first.usage();
  const askedMs = Date.now();
  await first.stop();
  const stopMs = Date.now() - askedMs;
  const again = contender.isStoppedAndStarted ? { stopToConnectedMs: await startAgain(contender, askedMs, signal) } : {};
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
    ...again,
    loadBefore,
    phases: first.phases,
  };
}

async function startAgain(contender: Contender, stopAskedMs: number, signal: AbortSignal): Promise<number> {
  const startedMs = Date.now();
  const { connectedMs, stop } = await contender.start(signal);
  await stop();
  return startedMs - stopAskedMs + Math.max(...connectedMs);
}
