import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceApi } from '../../scripts/service/service-api.ts';
import type { ServiceChild } from '../../scripts/service/service-child.ts';
import { waitFor } from '../../scripts/service/wait-for.ts';
import { treeCpuSeconds, treeUsage } from '../measure/process-usage.ts';
import type { BenchStage } from './bench-stage.ts';
import type { Contender, Started } from './contender.ts';
import type { SessionPhases } from './round-figures.ts';

const livezPollMs = 10;
const livezTimeoutMs = 60_000;
const restoreTimeoutMs = 300_000;

export interface ServiceContenderOptions {
  readonly found: FoundChromium;
  /** How many it has to bring back. */
  readonly sessions: number;
  /** RESTORE_CONCURRENCY; undefined is the service's default. */
  readonly concurrency: number | undefined;
}

/** The real service. */
export class ServiceContender implements Contender {
  readonly name: string;
  readonly isStoppedAndStarted = true;
  readonly #stage: BenchStage;
  readonly #sessionIds: readonly string[];
  readonly #settings: NodeJS.ProcessEnv;

  constructor(stage: BenchStage, { found, sessions, concurrency }: ServiceContenderOptions) {
    this.name = concurrency === undefined ? 'service' : `service, ${concurrency} at once`;
    this.#stage = stage;
    this.#sessionIds = stage.sessionIds.slice(0, sessions);
    const chosen = concurrency === undefined ? {} : { RESTORE_CONCURRENCY: String(concurrency) };
    this.#settings = { CHROMIUM_PATH: found.path, ...chosen };
  }

  async start(signal: AbortSignal): Promise<Started> {
    const service = this.#stage.startService(this.#settings);
    const either = AbortSignal.any([signal, service.lost]);
    const url = `http://127.0.0.1:${this.#stage.port}`;
    const livezMs = (await firstAnswer(`${url}/livez`, either)) - service.startedMs;
    await waitFor(async () => ((await fetch(`${url}/readyz`, { signal: either })).status === 200 ? true : undefined), {
      what: 'The end of the restoration',
      timeoutMs: restoreTimeoutMs,
      signal: either,
    });
    const cpuSeconds = treeCpuSeconds(service.pid);
    const phases = await this.#phases(new ServiceApi(url, this.#stage.apiKey), service, either);
    return {
      livezMs,
      connectedMs: phases.map(({ connectedAtMs }) => connectedAtMs),
      cpuSeconds,
      usage: () => treeUsage(service.pid),
      phases,
      stop: async () => {
        if (!(await service.stop())) throw new Error(`The service did not stop cleanly:\n${service.log.tail(15)}`);
      },
    };
  }

  async #phases(api: ServiceApi, { startedMs }: ServiceChild, signal: AbortSignal): Promise<SessionPhases[]> {
    const { last_restoration: report } = await api.get<{ last_restoration: RestorationReport }>('/api/v1/service', signal);
    const expected = this.#sessionIds.length;
    if (report.restored !== expected) throw new Error(`Only ${report.restored} of ${expected} sessions came back.`);
    const all = this.#sessionIds.map(async (sessionId): Promise<SessionPhases> => {
      const session = await api.get<SessionView>(`/api/v1/sessions/${sessionId}`, signal);
      const start = (await api.get<TimelineView>(`/api/v1/sessions/${sessionId}/timeline`, signal)).starts.at(-1);
      const since = (time: string | null | undefined): number => Date.parse(time ?? '') - startedMs;
      const phases = start?.phases ?? [];
      return {
        sessionId,
        forkedAtMs: since(start?.started_at),
        phases: phases.map(({ phase, started_at: began, ended_at: ended }) => ({
          name: phase,
          beganAtMs: since(began),
          tookMs: since(ended) - since(began),
        })),
        connectedAtMs: since(session.connected_since),
      };
    });
    return Promise.all(all);
  }
}

/** When the first 200 came, in milliseconds since the epoch. */
async function firstAnswer(url: string, signal: AbortSignal): Promise<number> {
  const deadline = Date.now() + livezTimeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const isUp = await fetch(url).then(
      (response) => response.status === 200,
      () => false,
    );
    if (isUp) return Date.now();
    if (Date.now() > deadline) throw new Error(`${url} did not answer within ${livezTimeoutMs} ms.`);
    await delay(livezPollMs);
  }
}
