import t from 'tap';
import { recoverTable } from '../../../../bench/report/recover-table.ts';

t.test('a crash is compared with a start once its own backoff is taken off', async (t) => {
  const table = recoverTable([
    { coldStartMs: 500, browserKilled: { totalMs: 1_600, backoffMs: 1_000 }, workerKilled: { totalMs: 1_300, backoffMs: 800 } },
    { coldStartMs: 400, browserKilled: { totalMs: 1_080, backoffMs: 600 }, workerKilled: { totalMs: 1_200, backoffMs: 900 } },
    { coldStartMs: 600, browserKilled: { totalMs: 2_000, backoffMs: 1_000 }, workerKilled: { totalMs: 1_250, backoffMs: 700 } },
  ]);
  t.match(table, /a stopped session is started +│ 400 \/ 500 \/ 600 +│ 0 \/ 0 \/ 0 +│ 1\.00/);
  t.match(table, /kill -9 of the browser +│ 1080 \/ 1600 \/ 2000 +│ 600 \/ 1000 \/ 1000 +│ 1\.20/);
  t.match(table, /kill -9 of the worker +│ 1200 \/ 1250 \/ 1300 +│ 700 \/ 800 \/ 900 +│ 1\.00/);
});
