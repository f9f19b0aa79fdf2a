import Table from 'cli-table3';
import type { BackupFigures, BackupRound } from '../backup/backup-bench.ts';
import { summarise } from '../measure/statistics.ts';

const megabyte = 1_024 * 1_024;

/** What a backup takes, and what it takes from others: medians of all backups, and of the rounds. */
export function backupTable(figures: readonly BackupFigures[]): string {
  const head = ['a login of', 'archive, MB', 'one backup, ms', 'CPU, s', 'list: p50, ms', 'beside backups', 'p99, ms', 'beside backups'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { megabytes, isEncrypted, rounds } of figures) {
    const { min, median, max } = summarise(rounds.flatMap(({ tookMs }) => tookMs));
    table.push([
      `${megabytes === 0 ? 'a new account' : `${megabytes} MB`}${isEncrypted ? ', encrypted' : ''}`,
      (summarise(rounds.flatMap(({ bytes }) => bytes)).median / megabyte).toFixed(2),
      [min, median, max].map((ms) => ms.toFixed(0)).join(' / '),
      medianOf(rounds, ({ cpuSeconds }) => cpuSeconds).toFixed(2),
      medianOf(rounds, ({ quiet }) => quiet.p50Ms).toFixed(1),
      medianOf(rounds, ({ beside }) => beside.p50Ms).toFixed(1),
      medianOf(rounds, ({ quiet }) => quiet.p99Ms).toFixed(1),
      medianOf(rounds, ({ beside }) => beside.p99Ms).toFixed(1),
    ]);
  }
  return table.toString();
}

function medianOf(rounds: readonly BackupRound[], of: (round: BackupRound) => number): number {
  return summarise(rounds.map(of)).median;
}
