import Table from 'cli-table3';
import type { ScaleFigures } from '../scale/scale-bench.ts';

const head = ['workers', 'PSS, MB', 'RSS, MB', 'idle, % of a core', 'list p50, ms', 'list p99, ms', 'list, kB', 'facts a second'];

/** The supervisor alone, a line for each number of workers. */
export function scaleTable(figures: readonly ScaleFigures[]): string {
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const each of figures) {
    table.push([
      String(each.sessions),
      (each.pssBytes / 1e6).toFixed(0),
      (each.rssBytes / 1e6).toFixed(0),
      (each.idleCores * 100).toFixed(1),
      each.listP50Ms.toFixed(1),
      each.listP99Ms.toFixed(1),
      (each.listBytes / 1e3).toFixed(0),
      each.factsPerSecond?.toFixed(0) ?? '–',
    ]);
  }
  return table.toString();
}
