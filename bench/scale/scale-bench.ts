import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../scripts/service/wait-for.ts';
import type { BenchOptions } from '../bench-options.ts';
import { processUsage } from '../measure/process-usage.ts';
import { percentile } from '../measure/statistics.ts';
import { ScaleStage } from './scale-stage.ts';

/** The supervisor alone, with so many workers; times in milliseconds. */
export interface ScaleFigures {
  readonly sessions: number;
  readonly pssBytes: number;
  readonly rssBytes: number;
  /** While nobody asks anything: the part of one processor that it takes. */
  readonly idleCores: number;
  readonly listP50Ms: number;
  readonly listP99Ms: number;
  readonly listBytes: number;
  /** Facts of workers, from the first request for them until the last is in the log; null without workers. */
  readonly factsPerSecond: number | null;
}

const settleMs = 5_000;
const idleMs = 20_000;
const lists = 200;
/** The most that one answer has. */
const listLimit = 500;
const talkers = 10;
const sends = 100;
const factsPerSend = 200;
const factsTimeoutMs = 120_000;

/** Measures a service that grows: with no worker, which the others are compared with, and with each of the counts. */
export async function benchScale(
  options: BenchOptions,
  browsersDir: string,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<ScaleFigures[]> {
  const counts = [0, ...options.counts.toSorted((a, b) => a - b)];
  const stage = await ScaleStage.open(Math.max(...counts), browsersDir, signal);
  const either = AbortSignal.any([signal, stage.service.lost]);
  try {
    const figures: ScaleFigures[] = [];
    for (const count of counts) {
      say(`${count} workers …`);
      await stage.growTo(count);
      await delay(settleMs, undefined, { signal: either });
      figures.push(await measure(stage, count, either));
    }
    return figures;
  } finally {
    await stage.close();
  }
}

async function measure(stage: ScaleStage, sessions: number, signal: AbortSignal): Promise<ScaleFigures> {
  const before = processUsage(stage.service.pid);
  const beganMs = performance.now();
  await delay(idleMs, undefined, { signal });
  const { cpuSeconds, pssBytes, rssBytes } = processUsage(stage.service.pid);
  const idleCores = (cpuSeconds - before.cpuSeconds) / ((performance.now() - beganMs) / 1_000);
  const list = await timeLists(stage, signal);
  const factsPerSecond = sessions === 0 ? null : await countFacts(stage, signal);
  return { sessions, pssBytes, rssBytes, idleCores, ...list, factsPerSecond };
}

async function timeLists(stage: ScaleStage, signal: AbortSignal) {
  const tookMs: number[] = [];
  let listBytes = 0;
  for (let n = 0; n < lists; n += 1) {
    const beganMs = performance.now();
    const response = await fetch(`${stage.api.url}/api/v1/sessions?limit=${listLimit}`, { headers: { 'x-api-key': stage.apiKey }, signal });
    listBytes = (await response.arrayBuffer()).byteLength;
    tookMs.push(performance.now() - beganMs);
  }
  return { listP50Ms: percentile(tookMs, 0.5), listP99Ms: percentile(tookMs, 0.99), listBytes };
}

async function countFacts(stage: ScaleStage, signal: AbortSignal): Promise<number> {
  const lastSeq = async (): Promise<number> => (await stage.api.get<{ last_seq: number }>('/api/v1/events?limit=1', signal)).last_seq;
  const wanted = (await lastSeq()) + sends * factsPerSend;
  const ids = stage.sessionIds.slice(0, talkers);
  const beganMs = performance.now();
  await Promise.all(
    ids.map(async (id) => {
      for (let n = 0; n < sends / ids.length; n += 1) {
        await stage.api.post(`/api/v1/sessions/${id}/messages`, { to: '15550000001', text: `${n}` }, signal);
      }
    }),
  );
  const allLogged = async (): Promise<true | undefined> => ((await lastSeq()) >= wanted ? true : undefined);
  await waitFor(allLogged, { what: 'The last fact in the log', timeoutMs: factsTimeoutMs, signal });
  return (sends * factsPerSend) / ((performance.now() - beganMs) / 1_000);
}
