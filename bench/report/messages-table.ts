import Table from 'cli-table3';
import { percentile, summarise } from '../measure/statistics.ts';
import type { MessageRound, MessagesResult, SendFigures } from '../messages/message-figures.ts';

interface Row {
  readonly name: string;
  readonly digits: number;
  /** Undefined where a contender has no such figure. */
  readonly of: (round: MessageRound, messages: number) => number | undefined;
}

/** The figures of both, a round's middle and tail each, and beside them by how much the service differs in pairs of rounds. */
export function messagesTable({ service, direct, sessions, messages }: MessagesResult): string {
  const head = ['min / median / max of the rounds', 'service', 'direct Client', 'difference'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { name, of, digits } of rowsOf(sessions)) {
    const figures = (rounds: readonly MessageRound[]) => rounds.map((round) => of(round, messages)).filter((value) => value !== undefined);
    const [ours, theirs] = [figures(service), figures(direct)];
    const differences = ours.length === theirs.length ? ours.map((value, index) => value - (theirs[index] ?? Number.NaN)) : [];
    table.push([name, ...[ours, theirs, differences].map((values) => textOf(values, digits))]);
  }
  return table.toString();
}

/** What a stopped session missed, in the rounds. */
export function backfillText({ missed, backfills }: MessagesResult): string {
  const [connected, backfilled] = [backfills.map(({ connectedMs }) => connectedMs), backfills.map(({ backfilledMs }) => backfilledMs)];
  return `${missed} missed messages: connected ${textOf(connected, 0)} ms after the start, all in the log ${textOf(backfilled, 0)} ms after that`;
}

function rowsOf(sessions: number): readonly Row[] {
  return [
    ...sendRows('one session', ({ sendsOfOne }) => sendsOfOne),
    ...sendRows(`${sessions} sessions`, ({ sendsOfAll }) => sendsOfAll),
    { name: 'one comes: phone → receiver, p50 ms', digits: 2, of: ({ incoming }) => percentile(incoming.toReceiverMs, 0.5) },
    { name: 'one comes: phone → receiver, p99 ms', digits: 2, of: ({ incoming }) => percentile(incoming.toReceiverMs, 0.99) },
    { name: 'one comes: phone → log, p50 ms', digits: 2, of: ({ incoming: { toLogMs } }) => toLogMs && percentile(toLogMs, 0.5) },
    { name: 'burst: phone → receiver, messages/s', digits: 0, of: ({ incoming }, messages) => perSecond(messages, incoming.burstMs) },
    {
      name: 'burst: phone → log, messages/s',
      digits: 0,
      of: ({ incoming: { burstToLogMs } }, messages) => burstToLogMs && perSecond(messages, burstToLogMs),
    },
  ];
}

function sendRows(who: string, sendsOf: (round: MessageRound) => SendFigures): Row[] {
  return [
    { name: `${who}: sends/s`, digits: 0, of: (round) => perSecond(sendsOf(round).tookMs.length, sendsOf(round).wholeMs) },
    { name: `${who}: one send, p50 ms`, digits: 2, of: (round) => percentile(sendsOf(round).tookMs, 0.5) },
    { name: `${who}: one send, p99 ms`, digits: 2, of: (round) => percentile(sendsOf(round).tookMs, 0.99) },
  ];
}

function perSecond(count: number, durationMs: number): number {
  return (count / durationMs) * 1_000;
}

function textOf(values: readonly number[], digits: number): string {
  if (values.length === 0) return '–';
  const { min, median, max } = summarise(values);
  return [min, median, max].map((value) => value.toFixed(digits)).join(' / ');
}
