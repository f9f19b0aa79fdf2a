import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceApi } from '../../scripts/service/service-api.ts';
import { sessionReached } from '../../scripts/service/session-reached.ts';
import { waitFor } from '../../scripts/service/wait-for.ts';
import type { BenchOptions } from '../bench-options.ts';
import { BenchStage } from '../restore/bench-stage.ts';
import { linkProfiles } from '../restore/link-profiles.ts';
import { sessionProcesses } from './session-processes.ts';

/** How long a killed session was away, in milliseconds. */
export interface Recovery {
  /** From the kill until it was connected again. */
  readonly totalMs: number;
  /** The backoff that is part of it. */
  readonly backoffMs: number;
}

/** One round, each of another session. */
export interface RecoverFigures {
  /** From the request for the start of a stopped session until it was connected, in milliseconds. */
  readonly coldStartMs: number;
  readonly browserKilled: Recovery;
  readonly workerKilled: Recovery;
}

const connectedTimeoutMs = 60_000;
/** Five ends within a minute, of three in ten sessions, would be an ill machine to the service, and starts would pause. */
const betweenKillsMs = 16_000;

/** Kills browsers and workers of connected sessions, and starts stopped ones, in turns. */
export async function benchRecover(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<RecoverFigures[]> {
  const stage = await BenchStage.open(options, signal);
  try {
    say(`${options.sessions} sessions are linked …`);
    await linkProfiles(stage, signal, (count) => say(`  ${count} of ${options.sessions}`));
    const service = stage.startService();
    const either = AbortSignal.any([signal, service.lost]);
    const api = new ServiceApi(await service.url(either), stage.apiKey);
    for (const sessionId of stage.sessionIds) await connected(api, sessionId, either);
    const figures: RecoverFigures[] = [];
    let turn = 0;
    const next = (): string => stage.sessionIds[turn++ % stage.sessionIds.length] ?? '';
    for (let round = 0; round <= options.rounds; round += 1) {
      say(round === 0 ? 'Warm-up' : `Round ${round} of ${options.rounds}`);
      const coldStartMs = await startCold(api, next(), either);
      const browserKilled = await kill(stage, api, { sessionId: next(), which: 'browserPid', signal: either });
      const workerKilled = await kill(stage, api, { sessionId: next(), which: 'workerPid', signal: either });
      if (round > 0) figures.push({ coldStartMs, browserKilled, workerKilled });
    }
    return figures;
  } finally {
    await stage.close();
  }
}

async function startCold(api: ServiceApi, sessionId: string, signal: AbortSignal): Promise<number> {
  await api.post(`/api/v1/sessions/${sessionId}/stop`, undefined, signal);
  await waitFor(async () => ((await view(api, sessionId, signal)).state === 'stopped' ? true : undefined), {
    what: `The stop of ${sessionId}`,
    timeoutMs: connectedTimeoutMs,
    signal,
  });
  const askedMs = Date.now();
  await api.post(`/api/v1/sessions/${sessionId}/start`, undefined, signal);
  return (await connectedAfter(api, { sessionId, sinceMs: askedMs, signal })) - askedMs;
}

interface Kill {
  readonly sessionId: string;
  readonly which: 'browserPid' | 'workerPid';
  readonly signal: AbortSignal;
}

async function kill(stage: BenchStage, api: ServiceApi, { sessionId, which, signal }: Kill): Promise<Recovery> {
  await delay(betweenKillsMs, undefined, { signal });
  const pid = sessionProcesses(join(stage.folder, 'auth', `session-${sessionId}`))?.[which];
  if (pid === undefined) throw new Error(`The processes of ${sessionId} were not found.`);
  const { last_seq: after } = await api.get<{ last_seq: number }>('/api/v1/events?limit=1', signal);
  const killedMs = Date.now();
  process.kill(pid, 'SIGKILL');
  const totalMs = (await connectedAfter(api, { sessionId, sinceMs: killedMs, signal })) - killedMs;
  const { events } = await api.get<{ events: LoggedEvent[] }>(`/api/v1/events?session_id=${sessionId}&after=${after}`, signal);
  const atMs = (state: 'to' | 'from'): number => Date.parse(events.find(({ data }) => data[state] === 'backoff')?.time ?? '');
  return { totalMs, backoffMs: atMs('from') - atMs('to') };
}

async function view(api: ServiceApi, sessionId: string, signal: AbortSignal): Promise<SessionView> {
  return api.get<SessionView>(`/api/v1/sessions/${sessionId}`, signal);
}

async function connected(api: ServiceApi, sessionId: string, signal: AbortSignal): Promise<void> {
  await sessionReached(api, { sessionId, status: 'connected', timeoutMs: connectedTimeoutMs, signal });
}

/** When the session was connected for the first time after a moment, in milliseconds since the epoch. */
async function connectedAfter(
  api: ServiceApi,
  { sessionId, sinceMs, signal }: { sessionId: string; sinceMs: number; signal: AbortSignal },
) {
  const look = async (): Promise<number | undefined> => {
    const { status, connected_since: since } = await view(api, sessionId, signal);
    const atMs = Date.parse(since ?? '');
    return status === 'connected' && atMs >= sinceMs ? atMs : undefined;
  };
  return waitFor(look, { what: `${sessionId} being connected again`, timeoutMs: connectedTimeoutMs, signal });
}
