import type { RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceApi } from '../../scripts/service/service-api.ts';
import { waitFor } from '../../scripts/service/wait-for.ts';
import type { BenchOptions } from '../bench-options.ts';
import { BenchStage } from '../restore/bench-stage.ts';
import { linkProfiles } from '../restore/link-profiles.ts';
import { HttpWatch } from './http-watch.ts';

/** One restart; times in milliseconds. */
export interface HandoverFigures {
  /** The longest time between two answers of /livez. */
  readonly withoutHttpMs: number;
  /** From the request for the restart until /readyz is 200 again. */
  readonly untilReadyMs: number;
  /** The longest time in which WhatsApp heard no sign of life from one of the pages; they give one each 500 ms. */
  readonly longestBeatGapMs: number;
  readonly connectionsClosed: number;
  readonly adopted: number;
}

const readyTimeoutMs = 120_000;
const settleMs = 1_500;

/** Links the profiles, starts the service under its launcher, and hands it over again and again. */
export async function benchHandover(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<HandoverFigures[]> {
  const stage = await BenchStage.open(options, signal);
  try {
    say(`${options.sessions} sessions are linked …`);
    await linkProfiles(stage, signal, (count) => say(`  ${count} of ${options.sessions}`));
    const service = stage.startLauncher();
    const either = AbortSignal.any([signal, service.lost]);
    const api = new ServiceApi(await service.url(either), stage.apiKey);
    await ready(api, null, either);
    const figures: HandoverFigures[] = [];
    for (let round = 0; round <= options.rounds; round += 1) {
      say(round === 0 ? 'Warm-up' : `Round ${round} of ${options.rounds}`);
      const round_ = await handOver(stage, api, either);
      if (round > 0) figures.push(round_);
    }
    return figures;
  } finally {
    await stage.close();
  }
}

async function handOver(stage: BenchStage, api: ServiceApi, signal: AbortSignal): Promise<HandoverFigures> {
  await delay(settleMs, undefined, { signal });
  const before = await stage.simulator.connections(0);
  const { started_at: startedAt } = await api.get<ServiceInfo>('/api/v1/service', signal);
  const { confirm_token } = await api.get<RestartPreview>('/api/v1/service/restart-preview?mode=handover', signal);
  const watch = new HttpWatch(`${api.url}/livez`);
  const askedMs = Date.now();
  try {
    await api.post('/api/v1/service/restart', { confirm_token, mode: 'handover' }, signal);
    const info = await ready(api, startedAt, signal);
    const untilReadyMs = Date.now() - askedMs;
    await delay(settleMs, undefined, { signal });
    const after = await stage.simulator.connections(askedMs);
    return {
      withoutHttpMs: watch.longestGapMs,
      untilReadyMs,
      longestBeatGapMs: Math.max(...after.connections.map(({ longestBeatGapMs }) => longestBeatGapMs ?? Number.POSITIVE_INFINITY)),
      connectionsClosed: after.closed - before.closed,
      adopted: info.last_restoration?.sessions.filter((session) => session.adopted).length ?? 0,
    };
  } finally {
    await watch.close();
  }
}

/** What the service says of itself once it is ready, in another process than the one that began at `notStartedAt`. */
async function ready(api: ServiceApi, notStartedAt: string | null, signal: AbortSignal): Promise<ServiceInfo> {
  const look = async (): Promise<ServiceInfo | undefined> => {
    const info = await api.get<ServiceInfo>('/api/v1/service', signal).catch(() => undefined);
    return info?.status === 'ready' && info.started_at !== notStartedAt ? info : undefined;
  };
  return waitFor(look, { what: 'The service becoming ready', timeoutMs: readyTimeoutMs, signal });
}
