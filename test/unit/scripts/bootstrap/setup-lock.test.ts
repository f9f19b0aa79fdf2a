import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { takeSetupLock } from '../../../../scripts/bootstrap/setup-lock.mjs';

t.test('a second set-up waits until the first has finished', async (t) => {
  const path = join(t.testdir(), 'lock');
  const order: string[] = [];
  const release = await takeSetupLock(path);
  const second = takeSetupLock(path, {
    own: { pid: 1, startTime: '' },
    onWait: (pid) => {
      order.push(`waits for ${pid}`);
      release();
    },
  });
  const releaseSecond = await second;
  t.strictSame(order, [`waits for ${process.pid}`]);
  releaseSecond();
  t.strictSame(readdirSync(join(path, '..')), [], 'no file is left');
});

t.test('a lock whose owner has ended is taken over, also when another process has its number now', async (t) => {
  const path = join(t.testdir(), 'lock');
  for (const stale of ['{"pid":4194999,"startTime":"1"}', `{"pid":${process.pid},"startTime":"1"}`, '', 'garbage']) {
    writeFileSync(path, stale);
    const release = await takeSetupLock(path, { deadlineMs: 0 });
    release();
    t.equal(existsSync(path), false, `after ${stale || 'an empty file'}`);
  }
});

t.test('of many that find a stale lock one at a time holds it', async (t) => {
  const path = join(t.testdir(), 'lock');
  writeFileSync(path, '{"pid":4194999,"startTime":"1"}');
  let holders = 0;
  const most = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const release = await takeSetupLock(path, { own: { pid: 5_000_000 + index, startTime: '' }, isAlive: ({ pid }) => pid >= 5_000_000 });
      holders += 1;
      await new Promise((resolve) => setImmediate(resolve));
      const seen = holders;
      holders -= 1;
      release();
      return seen;
    }),
  );
  t.equal(Math.max(...most), 1);
});

t.test('waiting ends at the deadline, with the process to stop in the message', async (t) => {
  const path = join(t.testdir(), 'lock');
  await takeSetupLock(path);
  await t.rejects(takeSetupLock(path, { deadlineMs: 0 }), { message: new RegExp(`process ${process.pid}.*delete ${path}`) });
});

t.test('waiting ends when the set-up is stopped', async (t) => {
  const path = join(t.testdir(), 'lock');
  await takeSetupLock(path);
  const stop = new AbortController();
  const waiting = takeSetupLock(path, { signal: stop.signal, onWait: () => stop.abort() });
  await t.rejects(waiting, { name: 'AbortError' });
});
