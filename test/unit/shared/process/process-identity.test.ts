import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { identify, isAlive } from '@whatsapp-service/shared/process/process-identity.ts';

await t.test('a process is told by its pid and its start, and is not alive once it has ended', async (t) => {
  const child = spawn('sleep', ['60']);
  const identity = identify(child.pid ?? 0);
  t.ok(identity !== undefined && /^[0-9]+$/.test(identity.startTime));
  if (identity === undefined) return;
  t.ok(isAlive(identity));
  t.notOk(isAlive({ ...identity, startTime: '1' }), 'a later process with the same pid is another one');
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.notOk(isAlive(identity));
  t.equal(identify(identity.pid), undefined);
});

await t.test("a command's name with brackets and spaces is no trap", async (t) => {
  const child = spawn('/bin/sh', ['-c', 'printf "a) S 1 (b" > /proc/self/comm; echo; read wait']);
  await once(child.stdout, 'data');
  const identity = identify(child.pid ?? 0);
  const plain = identify(process.pid);
  t.ok(Number(identity?.startTime) >= Number(plain?.startTime), `${identity?.startTime} is a time after ${plain?.startTime}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
});

await t.test('a zombie and a pid that nobody has are no processes', async (t) => {
  t.equal(identify(2 ** 22 + 1), undefined);
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(output.toString());
  const deadlineMs = Date.now() + 5_000;
  while (identify(pid) !== undefined && Date.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 10));
  t.equal(identify(pid), undefined);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
});
