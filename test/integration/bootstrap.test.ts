import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ProjectCopy, until } from '../support/project-copy.ts';

const fixture = join(import.meta.dirname, '../fixtures/launch/service.ts');
const overheadMs = 1_500;

/** Bundles of nothing, which are as fresh as any. */
const bundler = `
import { mkdirSync, writeFileSync } from 'node:fs';
import { bundleFolder, fingerprintOf } from '../packages/shared/src/bundle/fresh-bundle.mjs';
for (const name of ['supervisor', 'worker']) {
  const folder = bundleFolder(process.cwd(), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + '/main.mjs', '');
  writeFileSync(folder + '/manifest.json', JSON.stringify({ entry: 'main.mjs', inputs: [], fingerprint: fingerprintOf(process.cwd(), []) }));
}
`;

/** A status page of nothing. */
const pageBuilder = `
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dashboardInputs, manifestPath } from './dashboard/fresh-dashboard.mjs';
import { fingerprintOf } from '../packages/shared/src/bundle/fresh-bundle.mjs';
const inputs = dashboardInputs(process.cwd());
mkdirSync(dirname(manifestPath(process.cwd())), { recursive: true });
writeFileSync(join(dirname(manifestPath(process.cwd())), 'index.html'), '');
writeFileSync(manifestPath(process.cwd()), JSON.stringify({ inputs, fingerprint: fingerprintOf(process.cwd(), inputs) }));
`;

/** An npx that installs in no time, or as `script` says; it notes each call in LOG_FILE. */
function projectWith(t: Pick<Test, 'testdir'>, script = ''): ProjectCopy {
  const project = new ProjectCopy(t.testdir());
  project.env['CHROMIUM_PATH'] = process.execPath;
  project.write(
    'bin/npx',
    `#!/bin/sh\necho "npx $*" >> "$LOG_FILE"\n${script}\nmkdir -p node_modules && touch node_modules/.modules.yaml\n`,
  );
  project.write('pnpm-lock.yaml', '');
  project.write('scripts/bundle.mjs', bundler);
  project.write('scripts/build-dashboard.mjs', pageBuilder);
  cpSync(fixture, join(project.root, 'packages/supervisor/src/main.ts'));
  return project;
}

function launch(t: Pick<Test, 'teardown'>, project: ProjectCopy) {
  const running = project.start(process.execPath, ['scripts/launch.mjs', 'start'], { MODE: 'exit', CODE: '0' });
  t.teardown(() => running.end());
  return running;
}

function installs(project: ProjectCopy): number {
  return project.log().filter((line) => line.startsWith('npx')).length;
}

t.test('the first run sets up, and the second goes straight to the service', async (t) => {
  const project = projectWith(t);
  const first = launch(t, project);
  t.equal((await first.ended).code, 0);
  t.match(
    first.output,
    /^Setting up: Packages \(pnpm [\d.]+, frozen lockfile\) … done \(\d+\.\d s\)\nSetting up: Bundles [a-z ]+ … done \(\d+\.\d s\)\nSetting up: The status page … done \(\d+\.\d s\)\n$/,
  );
  t.match(project.log(), [/^npx -y pnpm@[\d.]+ install --frozen-lockfile$/, /^started/, /^ends/]);
  const startedAt = Date.now();
  const second = launch(t, project);
  t.equal((await second.ended).code, 0);
  t.equal(second.output, '');
  t.equal(installs(project), 1);
  t.ok(Date.now() - startedAt < overheadMs, `${Date.now() - startedAt} ms, with the service's own start and end`);
});

t.test('a changed package.json and a deleted node_modules are each set up again', async (t) => {
  const project = projectWith(t);
  await launch(t, project).ended;
  project.write('package.json', readFileSync(join(project.root, 'package.json'), 'utf8').replace('"version": "', '"version": "9'));
  await launch(t, project).ended;
  t.equal(installs(project), 2);
  rmSync(join(project.root, 'node_modules'), { recursive: true });
  await launch(t, project).ended;
  t.equal(installs(project), 3);
});

t.test('of two set-ups at once one installs, the other waits for it', async (t) => {
  const project = projectWith(t, 'while [ ! -e go ]; do sleep 0.02; done');
  const first = launch(t, project);
  await project.logged('npx');
  const second = launch(t, project);
  await until('the second one waits', () => second.output !== '');
  t.match(second.output, `Waiting for another set-up of this folder (process ${first.pid})`);
  project.write('go', '');
  t.equal((await first.ended).code, 0);
  t.equal((await second.ended).code, 0);
  t.equal(installs(project), 1);
});

t.test('Ctrl-C stops a set-up with what it started, and the next run does it again', async (t) => {
  const project = projectWith(t, 'echo $$ > pid; while [ ! -e go ]; do sleep 0.02; done');
  const first = launch(t, project);
  await until('npx runs', () => existsSync(join(project.root, 'pid')));
  first.press('SIGINT');
  t.equal((await first.ended).code, 130);
  t.match(first.output, 'The set-up was stopped; run this again to go on.');
  t.notOk(existsSync(`/proc/${readFileSync(join(project.root, 'pid'), 'utf8').trim()}`), 'npx is gone');
  project.write('go', '');
  t.equal((await launch(t, project).ended).code, 0);
  t.equal(installs(project), 2);
});

t.test('a set-up that was killed leaves no lock that holds the next one up', async (t) => {
  const project = projectWith(t, 'echo $$ > pid; while [ ! -e go ]; do sleep 0.02; done');
  const first = launch(t, project);
  await until('npx runs', () => existsSync(join(project.root, 'pid')));
  first.press('SIGKILL');
  await first.ended;
  project.write('go', '');
  t.equal((await launch(t, project).ended).code, 0);
  t.equal(installs(project), 2);
});

t.test('an install that fails shows its output and one sentence, and nothing is started', async (t) => {
  const project = projectWith(t, 'echo "ERR no network"; exit 1');
  const running = launch(t, project);
  t.equal((await running.ended).code, 1);
  t.match(running.output, / {2}\| ERR no network\n\nThe set-up stopped: The packages could not be installed: .*\n$/);
  t.equal(project.log().length, 1);
});

t.test('a CHROMIUM_PATH that names nothing stops with the setting in the sentence', async (t) => {
  const project = projectWith(t);
  project.env['CHROMIUM_PATH'] = '/nowhere/chrome';
  const running = launch(t, project);
  t.equal((await running.ended).code, 1);
  t.match(running.output, /The set-up stopped: CHROMIUM_PATH is "\/nowhere\/chrome"/);
});
