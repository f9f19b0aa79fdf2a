import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { ProjectCopy, until } from '../support/project-copy.ts';

const fixture = join(import.meta.dirname, '../fixtures/launch/service.ts');

/** The service's stand-in under the real launcher, started by the real npm, as in a terminal. */
async function start(
  t: Pick<Test, 'testdir' | 'teardown'>,
  mode: string,
  by: 'npm' | 'node' = 'npm',
  command = 'start',
  node = 'exec node',
) {
  const project = new ProjectCopy(t.testdir());
  project.write('package.json', readFileSync(join(project.root, 'package.json'), 'utf8').replaceAll('exec node', node));
  project.markSetUp();
  for (const file of ['packages/supervisor/src/main.ts', 'packages/simulator/src/main.ts']) cpSync(fixture, join(project.root, file));
  const [program, args] =
    by === 'npm' ? ['npm', ['run', '--silent', command, '--', '--now']] : [process.execPath, ['scripts/launch.mjs', command]];
  const running = project.start(program, args, { MODE: mode, CODE: '3' });
  t.teardown(() => {
    running.end();
    for (const line of project.log()) if (line.startsWith('started')) end(pidIn(line));
  });
  return { project, running };
}

async function started(project: ProjectCopy): Promise<number> {
  await project.logged('started');
  return pidIn(project.log()[0] ?? '');
}

function pidIn(line: string): number {
  return Number(line.split(' ')[1]);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

t.test('arguments, the launcher mark and the exit code go through', async (t) => {
  const { project, running } = await start(t, 'exit');
  t.equal((await running.ended).code, 3);
  t.match(project.log(), [/^started \d+ launcher=1 args=--now$/, 'ends with 3']);
});

// With `exec` npm's signals reach the launcher itself; without it, as in a script of one's own, Debian's sh stays between the two.
for (const node of ['exec node', 'node']) {
  t.test(`one Ctrl-C reaches the service once, though the terminal and npm both send it (${node})`, async (t) => {
    const { project, running } = await start(t, 'polite', 'npm', 'start', node);
    await started(project);
    running.press('SIGINT');
    await running.ended;
    t.strictSame(project.log().slice(1), ['SIGINT', 'ends with 7']);
  });

  t.test(`kill of the npm process alone stops the service in order (${node})`, async (t) => {
    const { project, running } = await start(t, 'polite', 'npm', 'start', node);
    const pid = await started(project);
    process.kill(running.pid, 'SIGTERM');
    const { code } = await running.ended;
    if (node === 'exec node') t.match({ code, isThere: existsSync(`/proc/${pid}`) }, { code: 7, isThere: false }, 'npm waits for it');
    await until('the service ends', () => !existsSync(`/proc/${pid}`));
    t.strictSame(project.log().slice(1), ['SIGTERM', 'ends with 7']);
  });

  t.test(`kill -9 of the npm process alone stops the service in order (${node})`, async (t) => {
    const { project, running } = await start(t, 'polite', 'npm', 'start', node);
    const pid = await started(project);
    process.kill(running.pid, 'SIGKILL');
    await until('the service ends', () => !existsSync(`/proc/${pid}`));
    t.strictSame(project.log().slice(1), ['SIGTERM', 'ends with 7']);
  });
}

t.test('an echo that npm forwards late is no second press', async (t) => {
  const { project, running } = await start(t, 'polite', 'node');
  await started(project);
  running.press('SIGINT');
  await delay(50);
  running.press('SIGINT');
  t.equal((await running.ended).code, 7);
  t.strictSame(project.log().slice(1), ['SIGINT', 'ends with 7']);
});

t.test('a second Ctrl-C a moment later reaches it as well', async (t) => {
  const { project, running } = await start(t, 'insisted');
  await started(project);
  running.press('SIGINT');
  await project.logged('SIGINT');
  await delay(700);
  running.press('SIGINT');
  await running.ended;
  t.strictSame(project.log().slice(1), ['SIGINT', 'SIGINT', 'ends with 9']);
});

t.test('a service that ignores the second Ctrl-C is killed', async (t) => {
  const { project, running } = await start(t, 'deaf', 'node');
  const pid = await started(project);
  running.press('SIGINT');
  await project.logged('SIGINT');
  await delay(700);
  running.press('SIGINT');
  t.equal((await running.ended).code, 137);
  t.match(running.output, /did not stop/);
  t.equal(existsSync(`/proc/${pid}`), false);
});

t.test('a launcher that is killed takes the service with it', async (t) => {
  const { project, running } = await start(t, 'polite');
  const pid = await started(project);
  const launcher = parentOf(pid);
  t.not(launcher, running.pid, 'npm is not the launcher');
  process.kill(launcher, 'SIGKILL');
  await until('the service ends', () => !existsSync(`/proc/${pid}`));
  t.strictSame(project.log().slice(1), ['disconnect', 'ends with 0']);
  t.not((await running.ended).code, 0);
});

t.test('a closed terminal stops the service in order', async (t) => {
  const { project, running } = await start(t, 'polite', 'node');
  await started(project);
  running.press('SIGHUP');
  t.equal((await running.ended).code, 7);
  t.strictSame(project.log().slice(1), ['SIGTERM', 'ends with 7']);
});

t.test('a service that was killed is reported as a shell does', async (t) => {
  const { running } = await start(t, 'die');
  t.equal((await running.ended).code, 137);
});

t.test('the service is started again when it asks for that, the simulator is not', async (t) => {
  const service = await start(t, 'restart-once', 'node');
  t.equal((await service.running.ended).code, 0);
  t.match(service.project.log(), [/^started/, 'ends with 75', /^started/, 'ends with 0']);
  const project = service.project;
  project.write('log', '');
  const simulator = project.start(process.execPath, ['scripts/launch.mjs', 'simulator'], { MODE: 'restart-once' });
  t.equal((await simulator.ended).code, 75);
});

t.test('a command that does not exist is refused with the ones that do', async (t) => {
  const { running } = await start(t, 'exit', 'node', 'strat');
  t.equal((await running.ended).code, 2);
  t.match(running.output, /no command "strat"; the commands are start, demo/);
});
