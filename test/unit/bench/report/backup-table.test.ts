import t from 'tap';
import { backupTable } from '../../../../bench/report/backup-table.ts';

const megabyte = 1_024 * 1_024;
const asked = (p50Ms: number) => ({ p50Ms, p99Ms: p50Ms * 10, perSecond: 1_000 / p50Ms, failed: 0 });
const round = (tookMs: number[], cpuSeconds: number) => ({
  tookMs,
  bytes: tookMs.map(() => 5 * megabyte),
  cpuSeconds,
  quiet: asked(2),
  beside: asked(3),
});

t.test('a line for each size has all backups of its rounds, and the list before and beside them', async (t) => {
  const lines = backupTable([
    { megabytes: 0, isEncrypted: false, rounds: [round([20, 30], 0.01), round([25, 90], 0.03), round([22, 21], 0.02)] },
    { megabytes: 50, isEncrypted: true, rounds: [round([1_000], 1)] },
  ]).split('\n');
  const cellsOf = (name: string): string[] => {
    const line = lines.find((each) => each.includes(name)) ?? '';
    return line
      .split('│')
      .map((cell) => cell.trim())
      .filter(Boolean);
  };
  t.same(cellsOf('a new account'), ['a new account', '5.00', '20 / 24 / 90', '0.02', '2.0', '3.0', '20.0', '30.0']);
  t.match(cellsOf('50 MB, encrypted'), ['50 MB, encrypted', '5.00', '1000 / 1000 / 1000', '1.00']);
});
