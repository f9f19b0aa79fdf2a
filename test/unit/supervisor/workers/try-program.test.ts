import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { listProcesses } from '@whatsapp-service/supervisor/workers/process-group.ts';
import { tryProgram } from '@whatsapp-service/supervisor/workers/try-program.ts';
import { until } from '../../../support/until.ts';

/** A program that is a script for the shell. */
function script(dir: string, text: string): string {
  const path = join(dir, 'program');
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

t.test('a program that ends says how', async (t) => {
  t.strictSame(await tryProgram(script(t.testdir(), 'echo "$1"; echo no >&2; exit 3'), ['yes'], 10_000), {
    code: 3,
    stdout: 'yes\n',
    stderr: 'no\n',
  });
  t.match(await tryProgram(join(t.testdirName, 'missing'), [], 10_000), { code: null, stderr: /ENOENT/ });
});

t.test('one that does not end is killed at its deadline, with what it has started', async (t) => {
  const { code, stdout, stderr } = await tryProgram(script(t.testdir(), 'sleep 60 & echo $!; wait'), [], 300);
  t.equal(code, null);
  t.match(stderr, /It did not end within 0\.3 s\./);
  const pid = Number(stdout);
  t.ok(pid > 0, stdout);
  await until('nothing is left', () => listProcesses().every((process) => process.pid !== pid));
});

t.test('one that writes without end is killed', async (t) => {
  t.match(await tryProgram(script(t.testdir(), 'exec yes'), [], 10_000), { code: null, stderr: /wrote too much/ });
});
