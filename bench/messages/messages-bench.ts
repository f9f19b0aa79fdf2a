import { availableParallelism } from 'node:os';
import { ServiceApi } from '../../scripts/service/service-api.ts';
import { sessionReached } from '../../scripts/service/session-reached.ts';
import { waitFor } from '../../scripts/service/wait-for.ts';
import type { BenchOptions } from '../bench-options.ts';
import type { NaiveProcess } from '../naive/naive-process.ts';
import { BenchStage } from '../restore/bench-stage.ts';
import { linkProfiles, numberOf } from '../restore/link-profiles.ts';
import { measureBackfill } from './backfill.ts';
import type { BackfillFigures } from './backfill.ts';
import { directContender, serviceContender } from './contenders.ts';
import type { BenchSession, MessageContender } from './contenders.ts';
import { EventSink } from './event-sink.ts';
import { LogWatch } from './log-watch.ts';
import type { MessageRound, MessagesResult } from './message-figures.ts';
import { measureTurn, mergeTurns } from './message-round.ts';
import type { RoundParts } from './message-round.ts';

const connectTimeoutMs = 300_000;
const phone = '15559999999';
/** Within a round the contenders change places so often: what else the machine does falls upon both. */
const turns = 4;

/** Links profiles for both, starts the service and a process with direct clients, and lets them take turns. */
export async function benchMessages(options: BenchOptions, signal: AbortSignal, say: (text: string) => void): Promise<MessagesResult> {
  const stage = await BenchStage.open({ ...options, sessions: 2 * options.sessions }, signal);
  const sink = await EventSink.open();
  let contenders: Contenders | undefined;
  try {
    say(`${stage.sessionIds.length} sessions are linked, half of them for each …`);
    await linkProfiles(stage, signal, (count) => say(`  ${count} of ${stage.sessionIds.length}`));
    contenders = await startBoth(stage, sink, options, signal);
    const messages = Math.ceil(options.messages / turns);
    const parts: BenchParts = { simulator: stage.simulator, sink, phone, messages, signal: contenders.signal };
    const rounds: MessageRound[][] = [];
    for (let round = 0; round <= options.rounds; round += 1) {
      say(round === 0 ? 'Warm-up' : `Round ${round} of ${options.rounds}`);
      const figures = await inTurns(contenders.both, { ...parts, name: String(round) });
      if (round > 0) rounds.push(figures);
    }
    say(`${options.missed} missed messages, ${options.rounds} times`);
    const backfills = await measureBackfills(contenders, parts, options);
    const both = { service: ofPlace(rounds, 0), direct: ofPlace(rounds, 1) };
    return { ...factsOf(options), messages: messages * turns, ...both, missed: options.missed, backfills };
  } finally {
    await contenders?.log.close();
    await stage.close();
    sink.close();
  }
}

type BenchParts = Omit<RoundParts, 'name'>;

/** Behind the rounds: a page that holds a thousand messages more than the other contender's takes longer for each of them. */
async function measureBackfills({ both, api, log }: Contenders, parts: BenchParts, options: BenchOptions): Promise<BackfillFigures[]> {
  const [session] = both[0]?.sessions ?? [];
  if (session === undefined) throw new Error('There is no session to stop.');
  const figures: BackfillFigures[] = [];
  // The first is a warm-up.
  for (let turn = 0; turn <= options.rounds; turn += 1) {
    figures.push(await measureBackfill({ ...parts, api, log, session, messages: options.missed, name: `backfill ${turn}` }));
  }
  return figures.slice(1);
}

interface Contenders {
  readonly both: readonly MessageContender[];
  readonly api: ServiceApi;
  readonly log: LogWatch;
  /** Aborts with the benchmark, and when the service is lost. */
  readonly signal: AbortSignal;
}

/** Starts the service on the first so many sessions and the direct clients on the others; what comes goes to the receiver from both. */
async function startBoth(stage: BenchStage, sink: EventSink, options: BenchOptions, signal: AbortSignal): Promise<Contenders> {
  const sessions = stage.sessionIds.map((id, index): BenchSession => ({ id, number: numberOf(index) }));
  const [ours, theirs] = [sessions.slice(0, options.sessions), sessions.slice(options.sessions)];
  const service = stage.startService({ WEBHOOK_ALLOWED_HOSTS: '127.0.0.1', BACKFILL_LIMIT: String(options.missed) });
  const either = AbortSignal.any([signal, service.lost]);
  const api = new ServiceApi(await service.url(either), stage.apiKey);
  await leaveAlone(api, theirs, either);
  for (const { id } of ours) await sessionReached(api, { sessionId: id, status: 'connected', timeoutMs: connectTimeoutMs, signal: either });
  const naive = await directClients(stage, theirs, either);
  await stage.simulator.addPhone(phone);
  await api.post('/api/v1/webhooks', { url: sink.url, types: ['message.received'] }, either);
  await naive.forwardTo(sink.url);
  const log = await LogWatch.open(api.url, stage.apiKey, either);
  const both = [serviceContender(ours, { api, log, signal: either }), directContender(theirs, naive)];
  return { both, api, log, signal: either };
}

function factsOf({ browser, sessions, rounds }: BenchOptions) {
  const [time, cores] = [new Date().toISOString(), availableParallelism()];
  return { time, cores, node: process.version, browser: browser.kind, sessions, rounds };
}

/** The rounds of the contender at a place. */
function ofPlace(rounds: readonly MessageRound[][], place: number): MessageRound[] {
  return rounds.map((round) => round[place]).filter((each) => each !== undefined);
}

/** The service stops the sessions whose profiles the direct clients use. */
async function leaveAlone(api: ServiceApi, sessions: readonly BenchSession[], signal: AbortSignal): Promise<void> {
  for (const { id } of sessions) {
    await api.post(`/api/v1/sessions/${id}/stop`, {}, signal);
    const isStopped = async (): Promise<true | undefined> => {
      const { state } = await api.get<{ state: string }>(`/api/v1/sessions/${id}`, signal);
      return state === 'stopped' ? true : undefined;
    };
    await waitFor(isStopped, { what: `The stop of ${id}`, timeoutMs: connectTimeoutMs, signal });
  }
}

async function directClients(stage: BenchStage, sessions: readonly BenchSession[], signal: AbortSignal): Promise<NaiveProcess> {
  const naive = stage.startNaive({ sessionIds: sessions.map(({ id }) => id) });
  await naive.connected(AbortSignal.any([signal, AbortSignal.timeout(connectTimeoutMs)]));
  return naive;
}

/** Who begins changes with each turn. */
async function inTurns(contenders: readonly MessageContender[], parts: RoundParts): Promise<MessageRound[]> {
  const all = contenders.map((): MessageRound[] => []);
  for (let turn = 0; turn < turns; turn += 1) {
    const order = [...contenders.entries()];
    for (const [index, contender] of turn % 2 === 0 ? order : order.toReversed()) {
      all[index]?.push(await measureTurn(contender, { ...parts, name: `${contender.name} ${parts.name} ${turn}` }));
    }
  }
  return all.map(mergeTurns);
}
