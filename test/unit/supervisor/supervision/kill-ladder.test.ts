import t from 'tap';
import { killLadder } from '@whatsapp-service/supervisor/supervision/kill-ladder.ts';

t.test('a worker has ten seconds before SIGTERM and five more before SIGKILL', async (t) => {
  t.same(killLadder(0, false), { signal: null, waitMs: 1_000 });
  t.same(killLadder(9_500, false), { signal: null, waitMs: 500 });
  t.same(killLadder(10_000, false), { signal: 'SIGTERM', waitMs: 5_000 });
  t.same(killLadder(15_000, false), { signal: 'SIGKILL', waitMs: 1_000 });
});

t.test('a worker that says it is closing has thirty seconds, and no more', async (t) => {
  t.equal(killLadder(29_000, true).signal, null);
  t.equal(killLadder(30_000, true).signal, 'SIGTERM');
  t.equal(killLadder(35_000, true).signal, 'SIGKILL');
});
