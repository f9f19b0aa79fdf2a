import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { ServiceApi } from '../../scripts/service/service-api.ts';
import { waitFor } from '../../scripts/service/wait-for.ts';
import type { BenchSimulator } from '../restore/bench-simulator.ts';
import type { BenchSession } from './contenders.ts';
import type { LogWatch } from './log-watch.ts';

export interface BackfillParts {
  readonly api: ServiceApi;
  readonly log: LogWatch;
  readonly simulator: BenchSimulator;
  readonly session: BenchSession;
  /** Who writes while the session is stopped. */
  readonly phone: string;
  readonly messages: number;
  /** Tells its texts from those of other rounds. */
  readonly name: string;
  readonly signal: AbortSignal;
}

/** What a session missed while it was stopped, in milliseconds. */
export interface BackfillFigures {
  /** From the request for its start until it was connected. */
  readonly connectedMs: number;
  /** From then until the log's stream had the last of the messages. */
  readonly backfilledMs: number;
}

const stateTimeoutMs = 60_000;

/** Stops a session, has messages written to it, and starts it again. */
export async function measureBackfill(parts: BackfillParts): Promise<BackfillFigures> {
  const { api, log, simulator, session, phone, messages, name, signal } = parts;
  await api.post(`/api/v1/sessions/${session.id}/stop`, {}, signal);
  await reached(parts, ({ state }) => state === 'stopped');
  const texts = Array.from({ length: messages }, (_unused, index) => `${name} missed ${index + 1}`);
  for (const text of texts) await simulator.send(phone, session.number, text);
  const askedMs = Date.now();
  const logged = log.arrivals.all(texts, signal);
  await api.post(`/api/v1/sessions/${session.id}/start`, {}, signal);
  const [loggedMs, view] = await Promise.all([
    logged,
    reached(parts, ({ status, connected_since: since }) => status === 'connected' && Date.parse(since ?? '') >= askedMs),
  ]);
  const connectedAtMs = Date.parse(view.connected_since ?? '');
  return { connectedMs: connectedAtMs - askedMs, backfilledMs: performance.timeOrigin + loggedMs - connectedAtMs };
}

async function reached({ api, session, signal }: BackfillParts, isIt: (view: SessionView) => boolean): Promise<SessionView> {
  const look = async (): Promise<SessionView | undefined> => {
    const view = await api.get<SessionView>(`/api/v1/sessions/${session.id}`, signal);
    return isIt(view) ? view : undefined;
  };
  return waitFor(look, { what: `The stop or the start of ${session.id}`, timeoutMs: stateTimeoutMs, signal });
}
