import Table from 'cli-table3';
import { compare, summarise } from '../measure/statistics.ts';
import type { RecoverFigures, Recovery } from '../recover/recover-bench.ts';

const rows: readonly { readonly name: string; readonly of: (round: RecoverFigures) => Recovery }[] = [
  { name: 'a stopped session is started', of: ({ coldStartMs }) => ({ totalMs: coldStartMs, backoffMs: 0 }) },
  { name: 'kill -9 of the browser', of: ({ browserKilled }) => browserKilled },
  { name: 'kill -9 of the worker', of: ({ workerKilled }) => workerKilled },
];

/** Times until connected, and how they compare with a start once the backoff of a crash is taken off. */
export function recoverTable(rounds: readonly RecoverFigures[]): string {
  const head = ['min / median / max, ms', 'connected', 'of it backoff', 'the rest, against a start'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  const base = rounds.map(({ coldStartMs }) => coldStartMs);
  for (const { name, of } of rows) {
    const all = rounds.map(of);
    const { ofMedians } = compare(
      all.map(({ totalMs, backoffMs }) => totalMs - backoffMs),
      base,
    );
    table.push([name, spread(all.map(({ totalMs }) => totalMs)), spread(all.map(({ backoffMs }) => backoffMs)), ofMedians.toFixed(2)]);
  }
  return table.toString();
}

function spread(values: readonly number[]): string {
  const { min, median, max } = summarise(values);
  return [min, median, max].map((value) => value.toFixed(0)).join(' / ');
}
