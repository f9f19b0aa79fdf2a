import Table from 'cli-table3';
import type { RouteFigures } from '../api/api-bench.ts';
import type { HammerFigures } from '../api/hammer.ts';
import { summarise } from '../measure/statistics.ts';

/** Medians of the rounds, a line for each route. */
export function apiTable(routes: readonly RouteFigures[]): string {
  const head = ['medians', 'restoring: p50, ms', 'p99, ms', 'a second', 'quiet: p50, ms', 'p99, ms', 'a second', 'not 200'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { name, restoring, quiet } of routes) {
    const failed = [...restoring, ...quiet].reduce((sum, each) => sum + each.failed, 0);
    table.push([name, ...cellsOf(restoring), ...cellsOf(quiet), String(failed)]);
  }
  return table.toString();
}

function cellsOf(rounds: readonly HammerFigures[]): string[] {
  const median = (of: (each: HammerFigures) => number): number => summarise(rounds.map(of)).median;
  return [
    median(({ p50Ms }) => p50Ms).toFixed(2),
    median(({ p99Ms }) => p99Ms).toFixed(1),
    median(({ perSecond }) => perSecond).toFixed(0),
  ];
}
