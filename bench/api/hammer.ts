import autocannon from 'autocannon';
import { percentile } from '../measure/statistics.ts';

/** What a URL took while it was asked without a pause; times in milliseconds. */
export interface HammerFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  /** Answers other than 200, and requests without one. */
  readonly failed: number;
}

const connections = 10;
const longestSeconds = 300;

/** Asks a URL over ten connections, again and again, for as long as something else goes on. */
export async function hammer(url: string, headers: Record<string, string>, meanwhile: Promise<unknown>): Promise<HammerFigures> {
  const tookMs: number[] = [];
  let failed = 0;
  const beganMs = performance.now();
  const ended = Promise.withResolvers<autocannon.Result>();
  const run = autocannon({ url, headers, connections, duration: longestSeconds }, (error: unknown, result) => {
    if (error === null || error === undefined) ended.resolve(result);
    else ended.reject(new Error(`${url} could not be asked.`, { cause: error }));
  });
  // Its own histogram counts whole milliseconds: a quick route would take none.
  run.on('response', (_client, status, _bytes, responseMs) => {
    tookMs.push(responseMs);
    if (status !== 200) failed += 1;
  });
  try {
    await meanwhile;
  } finally {
    run.stop();
  }
  const { errors } = await ended.promise;
  const seconds = (performance.now() - beganMs) / 1_000;
  return { p50Ms: percentile(tookMs, 0.5), p99Ms: percentile(tookMs, 0.99), perSecond: tookMs.length / seconds, failed: failed + errors };
}
