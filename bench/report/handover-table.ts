import Table from 'cli-table3';
import type { HandoverFigures } from '../handover/handover-bench.ts';
import { summarise } from '../measure/statistics.ts';

const rows: readonly { readonly name: string; readonly of: (round: HandoverFigures) => number }[] = [
  { name: 'time without HTTP, ms', of: (round) => round.withoutHttpMs },
  { name: 'request → ready again, ms', of: (round) => round.untilReadyMs },
  { name: 'longest gap of beats at WhatsApp, ms (one each 500)', of: (round) => round.longestBeatGapMs },
  { name: 'connections closed', of: (round) => round.connectionsClosed },
  { name: 'sessions taken over', of: (round) => round.adopted },
];

/** The figures of all handovers. */
export function handoverTable(rounds: readonly HandoverFigures[]): string {
  const table = new Table({ head: ['min / median / max', 'handover'], style: { head: [], border: [], compact: true } });
  for (const { name, of } of rows) {
    const { min, median, max } = summarise(rounds.map(of));
    table.push([name, [min, median, max].map((value) => value.toFixed(0)).join(' / ')]);
  }
  return table.toString();
}
