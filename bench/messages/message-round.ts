import type { BenchSimulator } from '../restore/bench-simulator.ts';
import type { BenchSession, MessageContender } from './contenders.ts';
import type { EventSink } from './event-sink.ts';
import type { IncomingFigures, MessageRound, SendFigures } from './message-figures.ts';

export interface RoundParts {
  readonly simulator: BenchSimulator;
  readonly sink: EventSink;
  /** A phone that is linked to nothing. */
  readonly phone: string;
  /** How many are sent and received in a turn, each way. */
  readonly messages: number;
  readonly signal: AbortSignal;
  /** Tells its texts from those of others. */
  readonly name: string;
}

/** So many messages are on their way to the simulator at once: one phone's network is not what is measured. */
const burstWidth = 8;

/** One turn of one contender: sends of one session, sends of all, messages one at a time, a burst of them. */
export async function measureTurn(contender: MessageContender, parts: RoundParts): Promise<MessageRound> {
  const { sessions } = contender;
  const perSession = Math.max(1, Math.round(parts.messages / sessions.length));
  return {
    sendsOfOne: await sends(contender, sessions.slice(0, 1), parts.phone, parts.messages),
    sendsOfAll: await sends(contender, sessions, parts.phone, perSession),
    incoming: await incoming(contender, parts),
  };
}

/** The turns of one round as one. */
export function mergeTurns(turns: readonly MessageRound[]): MessageRound {
  const logs = turns.map(({ incoming: { toLogMs } }) => toLogMs).filter((each) => each !== undefined);
  const logBursts = turns.map(({ incoming: { burstToLogMs } }) => burstToLogMs).filter((each) => each !== undefined);
  return {
    sendsOfOne: mergeSends(turns.map(({ sendsOfOne }) => sendsOfOne)),
    sendsOfAll: mergeSends(turns.map(({ sendsOfAll }) => sendsOfAll)),
    incoming: {
      toReceiverMs: turns.flatMap(({ incoming: { toReceiverMs } }) => toReceiverMs),
      toLogMs: logs.length === 0 ? undefined : logs.flat(),
      burstMs: sum(turns.map(({ incoming: { burstMs } }) => burstMs)),
      burstToLogMs: logBursts.length === 0 ? undefined : sum(logBursts),
    },
  };
}

async function sends(contender: MessageContender, sessions: readonly BenchSession[], to: string, count: number): Promise<SendFigures> {
  const beganMs = performance.now();
  const tookMs = await contender.send(sessions, to, count);
  return { tookMs, wholeMs: performance.now() - beganMs };
}

async function incoming(contender: MessageContender, parts: RoundParts): Promise<IncomingFigures> {
  const { messages, name } = parts;
  const oneByOne = { toReceiverMs: [] as number[], toLogMs: [] as number[] };
  for (let number = 1; number <= messages; number += 1) {
    const { toReceiverMs, toLogMs } = await deliver(contender, parts, [`${name} single ${number}`]);
    oneByOne.toReceiverMs.push(toReceiverMs);
    if (toLogMs !== undefined) oneByOne.toLogMs.push(toLogMs);
  }
  const texts = Array.from({ length: messages }, (_, index) => `${name} burst ${index + 1}`);
  const { toReceiverMs: burstMs, toLogMs: burstToLogMs } = await deliver(contender, parts, texts);
  const hasLog = contender.log !== undefined;
  return { toReceiverMs: oneByOne.toReceiverMs, toLogMs: hasLog ? oneByOne.toLogMs : undefined, burstMs, burstToLogMs };
}

/** Writes texts to the sessions in turn; resolves to how long it took until the last was there. */
async function deliver(contender: MessageContender, { simulator, sink, phone, signal }: RoundParts, texts: readonly string[]) {
  const { sessions, log } = contender;
  const waiting = [...texts.entries()];
  const beganMs = performance.now();
  const write = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, text] = next;
      await simulator.send(phone, sessions[index % sessions.length]?.number ?? '', text);
    }
  };
  const writing = Array.from({ length: Math.min(burstWidth, texts.length) }, write);
  const [atReceiverMs, inLogMs] = await Promise.all([
    sink.arrivals.all(texts, signal),
    log?.arrivals.all(texts, signal),
    Promise.all(writing),
  ]);
  return { toReceiverMs: atReceiverMs - beganMs, toLogMs: inLogMs === undefined ? undefined : inLogMs - beganMs };
}

function mergeSends(parts: readonly SendFigures[]): SendFigures {
  return { tookMs: parts.flatMap(({ tookMs }) => tookMs), wholeMs: sum(parts.map(({ wholeMs }) => wholeMs)) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
