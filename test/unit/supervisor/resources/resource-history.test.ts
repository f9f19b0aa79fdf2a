import t from 'tap';
import { ResourceHistory } from '@whatsapp-service/supervisor/resources/resource-history.ts';

/** One sample of one session each five seconds. */
function noteEach5s(history: ResourceHistory, samples: readonly (readonly [rss: number, cpu: number])[], fromMs = 0): void {
  for (const [index, [rss, cpu]] of samples.entries()) {
    history.note(new Map([['a', { rss_bytes: rss, cpu_percent: cpu, processes: 1 }]]), fromMs + index * 5_000);
  }
}

t.test('a stretch has the most memory and the mean of the CPU', async (t) => {
  const history = new ResourceHistory();
  noteEach5s(history, [
    [100, 10],
    [300, 20],
    [200, 60],
    [50, 1],
  ]);
  t.strictSame(history.of('a', 0), [{ timeMs: 10_000, rssBytes: 300, cpuPercent: 30 }]);
});

t.test('what is asked for from a time on begins after it', async (t) => {
  const history = new ResourceHistory();
  noteEach5s(
    history,
    Array.from({ length: 9 }, (_, n) => [n, n] as const),
  );
  const times = (afterMs: number) => history.of('a', afterMs).map(({ timeMs }) => timeMs);
  t.strictSame(times(0), [10_000, 20_000, 30_000, 40_000]);
  t.strictSame(times(20_000), [30_000, 40_000]);
  t.strictSame(times(40_000), []);
});

t.test('an hour is kept, however long the session runs', async (t) => {
  const history = new ResourceHistory();
  noteEach5s(
    history,
    Array.from({ length: 2_000 }, (_, n) => [n, 0] as const),
  );
  const kept = history.of('a', 0);
  t.equal(kept.length, 360);
  t.equal(kept.at(-1)?.timeMs, 9_990_000);
  t.equal(kept[0]?.timeMs, 9_990_000 - 359 * 10_000, 'in the order of time, over the end of the ring');
});

t.test('the history of a session that is gone goes with it, and a clock set back does not stop it', async (t) => {
  const history = new ResourceHistory();
  noteEach5s(
    history,
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
    1_000_000,
  );
  t.equal(history.of('a', 0).length, 1);
  noteEach5s(
    history,
    [
      [2, 2],
      [2, 2],
      [2, 2],
    ],
    0,
  );
  t.equal(history.of('a', 0).length, 2);
  history.note(new Map(), 2_000_000);
  t.strictSame(history.of('a', 0), []);
});
