import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { runProgram } from '../../../../scripts/bootstrap/run-program.mjs';

const options = (cwd: string) => ({ cwd, env: process.env });

t.test('gives the code and what was printed', async (t) => {
  t.strictSame(await runProgram('sh', ['-c', 'echo out; echo err >&2; exit 3'], options(t.testdir())), { code: 3, output: 'out\nerr' });
});

t.test('a program that is not there has the code 127 and says so', async (t) => {
  t.match(await runProgram('no-such-program', [], options(t.testdir())), { code: 127, output: /ENOENT/ });
});

t.test('a program that takes too long is stopped', async (t) => {
  const result = await runProgram('sleep', ['100'], { ...options(t.testdir()), timeoutMs: 50 });
  t.match(result, { code: null, output: /did not end within 0.05 s/ });
});

t.test('stopping ends the program and what it started', async (t) => {
  const cwd = t.testdir();
  const stop = new AbortController();
  const running = runProgram('sh', ['-c', 'sleep 100 & echo $! > pid; wait'], { ...options(cwd), signal: stop.signal });
  const deadline = AbortSignal.timeout(10_000);
  while (!existsSync(join(cwd, 'pid')) || readFileSync(join(cwd, 'pid'), 'utf8') === '') await delay(10, undefined, { signal: deadline });
  const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
  stop.abort(new Error('stopped by SIGINT'));
  await t.rejects(running, { message: 'stopped by SIGINT' });
  await gone(pid);
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

t.test('nothing is started once it was stopped', async (t) => {
  await t.rejects(runProgram('true', [], { ...options(t.testdir()), signal: AbortSignal.abort(new Error('stopped')) }), {
    message: 'stopped',
  });
});

async function gone(pid: number): Promise<void> {
  const deadline = AbortSignal.timeout(5_000);
  while (existsSync(`/proc/${pid}`)) await delay(10, undefined, { signal: deadline });
}
