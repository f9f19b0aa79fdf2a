import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { runFile } from '../../scripts/test/run-file.mjs';
import { ProjectCopy, until } from '../support/project-copy.ts';

const passing = `import t from 'tap'; t.test('it works', async (t) => { t.ok(true); t.ok(true); });`;

/** Runs these test files with the project's runner, and gives its exit code and what it printed. */
async function run(t: Pick<Test, 'testdir' | 'teardown'>, files: Record<string, string>, args: readonly string[] = ['test']) {
  const project = new ProjectCopy(t.testdir());
  project.markSetUp();
  project.write('test/package.json', '{"type":"module"}');
  for (const [file, content] of Object.entries(files)) project.write(`test/${file}`, content);
  const running = project.start(process.execPath, ['scripts/test.mjs', ...args]);
  t.teardown(() => running.end());
  return { project, running };
}

async function outcome(t: Pick<Test, 'testdir' | 'teardown'>, files: Record<string, string>, args?: readonly string[]) {
  const { running } = await run(t, files, args);
  const { code } = await running.ended;
  return { code, output: running.output, lastLine: running.output.trimEnd().split('\n').at(-1) };
}

t.test('the last line has the numbers, the assertions and the look for processes, and the exit code is 0', async (t) => {
  const result = await outcome(t, { 'unit/a.test.ts': passing, 'integration/b.test.ts': passing });
  t.match(result, { code: 0, lastLine: /^5 passed, 0 failed$/ });
  t.match(result.output, /\nunit\n {2}✓ test\/unit\/a.test.ts {2}2 passed {2}\d+\.\d s\n/);
  t.match(result.output, /\nintegration\n {2}✓ test\/integration\/b.test.ts {2}2 passed {2}\d+\.\d s\n/);
});

t.test('an assertion that fails is shown with its place, and the exit code is 1', async (t) => {
  const result = await outcome(t, {
    'unit/a.test.ts': `import t from 'tap'; t.test('sum', async (t) => { t.equal(1 + 1, 3); });`,
    'unit/b.test.ts': passing,
  });
  t.match(result, { code: 1, lastLine: /^3 passed, 1 failed$/, output: /✗ sum › should be equal\n.*a\.test\.ts.*\+2/s });
});

t.test('a file that crashes, exits early or holds no test has failed', async (t) => {
  const crashes = {
    'unit/throws.test.ts': `import t from 'tap'; t.ok(true); throw new Error('broken import');`,
    'unit/syntax.test.ts': `import t from 'tap'; enum A { B } t.ok(true);`,
    'unit/exits.test.ts': `import t from 'tap'; t.test('waits', async () => { process.exit(0); });`,
    'unit/killed.test.ts': `import t from 'tap'; t.ok(true); process.kill(process.pid, 'SIGKILL');`,
    'unit/empty.test.ts': '',
    'unit/code.test.ts': `import t from 'tap'; t.ok(true); t.end(); process.exitCode = 3;`,
  };
  const result = await outcome(t, crashes);
  t.equal(result.code, 1);
  for (const file of Object.keys(crashes)) t.match(result.output, `✗ test/${file}`);
  t.match(result.output, 'broken import');
  t.match(result.output, 'it was ended by SIGKILL');
  t.match(result.output, 'it holds no test');
});

t.test('a process that a test leaves behind is a failure, is named, and is ended', async (t) => {
  const leave = (more: string) => `import t from 'tap'; import { spawn } from 'node:child_process';
    t.ok(true); const child = spawn('sleep', ['1000'], { detached: true, stdio: 'inherit'${more} }); child.unref(); console.error('left ' + child.pid);`;
  const wait = `import t from 'tap'; t.test('lasts', async () => { await new Promise((resolve) => setTimeout(resolve, 1500)); });`;
  // The second has none of this run's environment: it must have been seen while the test ran.
  const files = { 'unit/a.test.ts': leave(''), 'unit/b.test.ts': `${leave(', env: {}')}\n${wait.replace("import t from 'tap'; ", '')}` };
  const result = await outcome(t, files);
  t.match(result, { code: 1, lastLine: / 1 failed$/ });
  const named = [...result.output.matchAll(/^ {4}(\d+) .*sleep 1000$/gm)].map(([, pid]) => Number(pid));
  t.equal(named.length, 2);
  for (const pid of named) await until('it ends', () => !existsSync(`/proc/${pid}`));
});

t.test('a file that does not end is killed and has failed', async (t) => {
  const project = new ProjectCopy(t.testdir());
  project.markSetUp();
  project.write('test/unit/hangs.test.ts', `import t from 'tap'; t.ok(true); for (;;) {}`);
  const suite = { name: 'unit', folder: 'test/unit', jobs: 1, timeoutMs: 60_000, killAfterMs: 1_500, longest: [], mostlyWait: [] };
  const { signal } = new AbortController();
  const result = await runFile('test/unit/hangs.test.ts', {
    root: project.root,
    suite,
    tmpDir: join(project.root, 'tmp'),
    marker: 'none',
    signal,
  });
  t.match(result, { failed: 1, failures: [{ name: /did not end within 1.5 s/ }] });
});

t.test('a test that waits too long is ended by tap, with what it waited for', async (t) => {
  const project = new ProjectCopy(t.testdir());
  project.markSetUp();
  project.write('test/unit/waits.test.ts', `import t from 'tap'; t.test('never', () => new Promise(() => setTimeout(() => {}, 3_000)));`);
  const suite = { name: 'unit', folder: 'test/unit', jobs: 1, timeoutMs: 1_000, killAfterMs: 30_000, longest: [], mostlyWait: [] };
  const { signal } = new AbortController();
  const result = await runFile('test/unit/waits.test.ts', {
    root: project.root,
    suite,
    tmpDir: join(project.root, 'tmp'),
    marker: 'none',
    signal,
  });
  t.match(result, { passed: 0, failures: [{ name: /never/ }] });
});

t.test('a file that has passed and does not end says what it left open', async (t) => {
  const project = new ProjectCopy(t.testdir());
  project.markSetUp();
  project.write(
    'test/unit/open.test.ts',
    `import t from 'tap'; import { createServer } from 'node:net'; t.strictSame(process.execArgv, []); createServer().listen(0, '127.0.0.1');`,
  );
  const suite = { name: 'unit', folder: 'test/unit', jobs: 1, timeoutMs: 3_000, killAfterMs: 30_000, longest: [], mostlyWait: [] };
  const { signal } = new AbortController();
  const result = await runFile('test/unit/open.test.ts', {
    root: project.root,
    suite,
    tmpDir: join(project.root, 'tmp'),
    marker: 'none',
    signal,
  });
  t.match(result, { passed: 1, noise: /Still open .*TCPServerWrap/ });
});

t.test('Ctrl-C stops the run: what ran and what did not run count as failed', async (t) => {
  const files = {
    'unit/a.test.ts': `import t from 'tap'; console.log('begun'); t.test('lasts', async () => { await new Promise((resolve) => setTimeout(resolve, 60_000)); });`,
    'unit/b.test.ts': `import t from 'tap'; import { writeFileSync } from 'node:fs'; writeFileSync('begun', ''); t.test('lasts', async () => { await new Promise((resolve) => setTimeout(resolve, 60_000)); });`,
    'unit/c.test.ts': passing,
  };
  const { project, running } = await run(t, files);
  await until('it runs', () => existsSync(join(project.root, 'begun')));
  running.press('SIGINT');
  t.equal((await running.ended).code, 1);
  t.match(running.output, /✗ test\/unit\/c.test.ts {2}not run/);
  t.match(running.output, /Stopped: the run got SIGINT\./);
  t.match(running.output.trimEnd(), /\n1 passed, \d failed$/);
});

t.test('a name that is no test, and a folder without tests, end with the code 1', async (t) => {
  t.match(await outcome(t, { 'unit/a.test.ts': passing }, ['test/unit/none.test.ts']), {
    code: 1,
    output: /There is no test file or folder "test\/unit\/none.test.ts"/,
  });
  t.match(await outcome(t, { 'unit/a/helper.ts': '' }, ['test/unit/a']), { code: 1, output: /No test ran/ });
});

t.test('nothing is left in the folder for temporary files', async (t) => {
  const project = new ProjectCopy(t.testdir());
  project.markSetUp();
  const test = `import t from 'tap'; import { mkdtempSync } from 'node:fs'; import { tmpdir } from 'node:os'; mkdtempSync(tmpdir() + '/x'); t.ok(true);`;
  project.write('test/unit/a.test.ts', test);
  project.write('tmp/other', '');
  const running = project.start(process.execPath, ['scripts/test.mjs', 'test'], { TMPDIR: join(project.root, 'tmp') });
  t.teardown(() => running.end());
  t.equal((await running.ended).code, 0);
  t.strictSame(readdirSync(join(project.root, 'tmp')), ['other']);
});
