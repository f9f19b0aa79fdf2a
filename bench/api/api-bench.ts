import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../scripts/service/wait-for.ts';
import type { BenchOptions } from '../bench-options.ts';
import { BenchStage } from '../restore/bench-stage.ts';
import { linkProfiles } from '../restore/link-profiles.ts';
import { BareProcess } from './bare-process.ts';
import { hammer } from './hammer.ts';
import type { HammerFigures } from './hammer.ts';

/** A route, and what it took in each round: beside a restoration, and once all is quiet. */
export interface RouteFigures {
  readonly name: string;
  readonly restoring: HammerFigures[];
  readonly quiet: HammerFigures[];
}

const quietMs = 3_000;
const restoreTimeoutMs = 300_000;
const paths = ['/livez', '/readyz', '/api/v1/sessions', '/api/v1/service'] as const;

/** Starts the service again and again, and asks a route of it, or the server with one route beside it, while the sessions come back. */
export async function benchApi(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<RouteFigures[]> {
  const bare = await BareProcess.start();
  let stage: BenchStage | undefined;
  try {
    stage = await BenchStage.open(options, signal);
    say(`${options.sessions} sessions are linked …`);
    await linkProfiles(stage, signal, (count) => say(`  ${count} of ${options.sessions}`));
    const service = `http://127.0.0.1:${stage.port}`;
    const routes = [bare.url, ...paths.map((path) => `${service}${path}`)].map((url) => ({ url, name: nameOf(url) }));
    const figures = routes.map(({ name }): RouteFigures => ({ name, restoring: [], quiet: [] }));
    for (let round = 0; round <= options.rounds; round += 1) {
      say(round === 0 ? 'Warm-up' : `Round ${round} of ${options.rounds}`);
      for (const [index, { url }] of routes.entries()) {
        const { restoring, quiet } = await askBesideRestoration(stage, url, signal);
        if (round === 0) continue;
        figures[index]?.restoring.push(restoring);
        figures[index]?.quiet.push(quiet);
      }
    }
    return figures;
  } finally {
    await stage?.close();
    await bare.stop();
  }
}

async function askBesideRestoration(stage: BenchStage, url: string, signal: AbortSignal) {
  const service = stage.startService();
  const either = AbortSignal.any([signal, service.lost]);
  const headers = { 'x-api-key': stage.apiKey };
  const origin = `http://127.0.0.1:${stage.port}`;
  await answered(`${origin}/livez`, 'The service', either);
  // /readyz says 503 until all are back, which is no failure here; the one that is asked about it is this watcher.
  const restored = answered(`${origin}/readyz`, 'The end of the restoration', either);
  const restoring = await hammer(url, headers, restored);
  const quiet = await hammer(url, headers, delay(quietMs, undefined, { signal: either }));
  if (!(await service.stop())) throw new Error(`The service did not stop cleanly:\n${service.log.tail(15)}`);
  return { restoring, quiet };
}

async function answered(url: string, what: string, signal: AbortSignal): Promise<void> {
  const isGood = async (): Promise<true | undefined> =>
    fetch(url, { signal }).then(
      async (response) => {
        await response.text();
        return response.ok ? true : undefined;
      },
      () => undefined,
    );
  await waitFor(isGood, { what, timeoutMs: restoreTimeoutMs, signal });
}

function nameOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname === '/bare' ? 'a bare Fastify route' : pathname;
}
