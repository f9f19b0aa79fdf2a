import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { SpawnWatch } from '@whatsapp-service/worker/browser/spawn-watch.ts';

await t.test('the first process that is spawned is told by its identity, later ones are not', async (t) => {
  const told: ProcessIdentity[] = [];
  const watch = new SpawnWatch((browser) => told.push(browser));
  const first = spawn('sleep', ['60']);
  t.equal(watch.identity?.pid, first.pid, 'at once, for whoever asks');
  const second = spawn('sleep', ['60']);
  await Promise.all([once(first, 'spawn'), once(second, 'spawn')]);
  watch.stop();
  t.same(
    told.map(({ pid }) => pid),
    [first.pid],
  );
  first.kill('SIGKILL');
  second.kill('SIGKILL');
  t.equal(await watch.epitaph(2_000), 'it was ended by SIGKILL');
});

await t.test('a process that ended is told with its exit code and its last words', async (t) => {
  const watch = new SpawnWatch(() => undefined);
  spawn('sh', ['-c', `printf '%01000d\\n' 0 >&2; echo 'one' >&2; echo 'two' >&2; exit 3`]);
  const epitaph = await watch.epitaph(2_000);
  watch.stop();
  t.match(epitaph, /^it ended with exit code 3; it wrote: 0+ \| one \| two$/);
  t.ok(epitaph.length < 700);
});

await t.test('a program that is not there is told', async (t) => {
  const watch = new SpawnWatch(() => undefined);
  spawn('/nowhere/browser').on('error', () => undefined);
  t.match(await watch.epitaph(2_000), /ENOENT/);
  watch.stop();
});

await t.test('a process that lives on is waited for no longer than asked', async (t) => {
  const watch = new SpawnWatch(() => undefined);
  const child = spawn('sleep', ['60']);
  t.equal(await watch.epitaph(30), 'it did not end');
  watch.stop();
  child.kill('SIGKILL');
  await once(child, 'exit');
});
