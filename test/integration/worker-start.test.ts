import { chmodSync, cpSync, existsSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { freshBundle } from '@whatsapp-service/shared/bundle/fresh-bundle.mjs';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import { survivors } from '../support/process-tree.ts';
import { fullChromium, serviceBrowser, withoutFullChromium } from '../support/browsers.ts';
import { exitOf, until, WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({ qrRefreshMs: 2_000 });
const phone = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
const linkedCopy = join(bench.folder, 'linked');

t.before(async () => {
  await link(bench, phone);
  cpSync(bench.profile, linkedCopy, { recursive: true });
});
t.beforeEach(() => {
  simulator.faults.clear();
  supervisor.forget();
  rmSync(bench.profile, { recursive: true, force: true });
  cpSync(linkedCopy, bench.profile, { recursive: true });
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

/** The failed phases that the supervisor was told of. */
function failedPhases(): string[] {
  return supervisor.facts.flatMap((fact) => (fact.type === 'phase_ended' && fact.outcome === 'failed' ? [fact.phase] : []));
}

function detailOf(phase: string): string {
  const facts = supervisor.facts.filter((fact) => fact.type === 'phase_ended' && fact.phase === phase);
  const last = facts.at(-1);
  return last?.type === 'phase_ended' ? (last.detail ?? '') : '';
}

await t.test('a linked profile comes back without a QR code, and its phases are told', async (t) => {
  const worker = await restore(bench);
  const phases = supervisor.facts.flatMap((fact) => (fact.type === 'phase_ended' ? [`${fact.phase} ${fact.outcome}`] : []));
  t.same(phases, ['loading done', 'launching done', 'navigating done', 'authenticating done']);
  t.match(await supervisor.fact('ready'), { phone: '15550000001', pushName: 'Ann' });
  t.equal(
    supervisor.passing.some(({ type }) => type === 'qr'),
    false,
  );
  t.match(await supervisor.passed('beat'), { phase: 'loading' });
  await stop(bench, worker);
  t.same(supervisor.violations, []);
});

await t.test('a missing auth folder starts no browser and says auth_missing', async (t) => {
  rmSync(bench.profile, { recursive: true });
  const worker = bench.start({ mode: 'restore' });
  t.match(await exitOf(bench, worker), { code: 13 });
  t.match(await supervisor.fact('logged_out'), { code: 'auth_missing', message: 'Auth file not found' });
  t.equal(
    supervisor.passing.some(({ type }) => type === 'browser'),
    false,
  );
  t.notOk(existsSync(bench.profile), 'nothing is made in its place');
});

await t.test('a truncated table file starts no browser, says auth_corrupt, and stays on disk', async (t) => {
  const store = join(bench.profile, 'Default', 'Local Storage', 'leveldb');
  writeFileSync(join(store, '000099.ldb'), Buffer.alloc(100));
  const worker = bench.start({ mode: 'restore' });
  t.match(await exitOf(bench, worker), { code: 13 });
  t.match(await supervisor.fact('logged_out'), { code: 'auth_corrupt', message: /table file 000099\.ldb of Local Storage is truncated/ });
  t.equal(
    supervisor.passing.some(({ type }) => type === 'browser'),
    false,
  );
  t.ok(existsSync(join(store, '000099.ldb')));
});

for (const store of ['IndexedDB', 'Local Storage'] as const) {
  await t.test(`${store} whose log file was cut to nothing is told from a removed device`, async (t) => {
    for (const file of filesBelow(join(bench.profile, 'Default', store))) {
      if (file.endsWith('.log') || file.endsWith('.ldb')) truncateOrRemove(file);
    }
    const worker = bench.start({ mode: 'restore' });
    t.match(await exitOf(bench, worker), { code: 13 });
    t.match(await supervisor.fact('logged_out'), { code: 'auth_corrupt' });
    t.equal(
      supervisor.passing.some(({ type }) => type === 'qr'),
      false,
    );
    t.ok(existsSync(bench.profile));
  });
}

await t.test('a page that never arrives ends the start at the navigation deadline', async (t) => {
  simulator.faults.set({ htmlNeverArrives: true });
  const worker = bench.start({ mode: 'restore', deadlines: { navigateMs: 800 } });
  t.match(await exitOf(bench, worker), { code: 22 });
  t.same(failedPhases(), ['navigating']);
  t.match(detailOf('navigating'), /deadline of 800 ms/);
});

await t.test('a script that never arrives ends the start at the navigation deadline', async (t) => {
  simulator.faults.set({ scriptNeverArrives: true });
  const worker = bench.start({ mode: 'restore', deadlines: { navigateMs: 800 } });
  t.match(await exitOf(bench, worker), { code: 22 });
  t.same(failedPhases(), ['navigating']);
});

await t.test('a login that never completes ends the start', async (t) => {
  simulator.faults.set({ loginNeverCompletes: true });
  const worker = bench.start({ mode: 'restore', deadlines: { stateKnownMs: 2_000 } });
  t.match(await exitOf(bench, worker), { code: 22 });
  t.same(failedPhases(), ['navigating']);
});

await t.test('a sync that never completes is noticed although WhatsApp says CONNECTED', async (t) => {
  simulator.faults.set({ syncNeverCompletes: true });
  const worker = bench.start({ mode: 'restore', deadlines: { authenticateMs: 1_500 } });
  t.match(await exitOf(bench, worker), { code: 22 });
  t.same(failedPhases(), ['authenticating']);
  t.match(detailOf('authenticating'), /CONNECTED, but "ready" did not come/);
});

await t.test('a module that is missing between the login and "ready" is told at once, with its name', async (t) => {
  simulator.faults.set({ missingModules: ['WAWebCallCollection'] });
  const startedAtMs = Date.now();
  const worker = bench.start({ mode: 'restore', deadlines: { authenticateMs: 30_000 } });
  t.match(await exitOf(bench, worker), { code: 22 });
  t.ok(Date.now() - startedAtMs < 20_000, 'long before the deadline');
  t.same(failedPhases(), ['authenticating']);
  t.match(detailOf('authenticating'), /WAWebCallCollection/);
});

await t.test('a module that is missing before the login ends the start', async (t) => {
  simulator.faults.set({ missingModules: ['WAWebSocketModel'] });
  const worker = bench.start({ mode: 'restore' });
  t.match(await exitOf(bench, worker), { code: 22 });
  t.same(failedPhases(), ['navigating']);
});

await t.test('an executable that hangs is ended at the launch deadline and leaves no process', async (t) => {
  const path = join(bench.folder, 'hanging-browser');
  writeFileSync(path, '#!/bin/sh\nexec sleep 300\n');
  chmodSync(path, 0o755);
  const worker = bench.start({ mode: 'restore', browser: { path }, deadlines: { launchMs: 700 } });
  const { pid } = await supervisor.passed('browser');
  const tree = bench.tree(worker);
  t.ok(
    tree.some((process) => process.pid === pid),
    'its pid was told while it hung',
  );
  t.match(await exitOf(bench, worker), { code: 22 });
  t.same(failedPhases(), ['launching']);
  t.same(await survivors(tree, 2_000), []);
});

await t.test('an executable that cannot run ends the start as a lost browser', async (t) => {
  const path = join(bench.folder, 'failing-browser');
  writeFileSync(path, '#!/bin/sh\necho out of luck >&2\nexit 3\n');
  chmodSync(path, 0o755);
  const worker = bench.start({ mode: 'restore', browser: { path } });
  t.match(await exitOf(bench, worker), { code: 21 });
  t.same(failedPhases(), ['launching']);
  t.match(detailOf('launching'), /failing-browser" could not be started: it ended with exit code 3; it wrote: out of luck/);
});

await t.test('an executable that is not there is told by its path', async (t) => {
  const worker = bench.start({ mode: 'restore', browser: { path: '/nowhere/browser' } });
  t.match(await exitOf(bench, worker), { code: 21 });
  t.match(detailOf('launching'), /\/nowhere\/browser/);
});

await t.test('a stop during the launch leaves no process', async (t) => {
  const path = join(bench.folder, 'slow-browser');
  writeFileSync(path, '#!/bin/sh\nsleep 300 & wait\n');
  chmodSync(path, 0o755);
  const worker = bench.start({ mode: 'restore', browser: { path } });
  await supervisor.passed('browser');
  const tree = bench.tree(worker);
  await supervisor.request('session.stop', {});
  t.match(await exitOf(bench, worker), { code: 0 });
  t.same(await survivors(tree, 2_000), []);
});

const locked = 'the locks of Chromium that another host left behind are removed, and a long TMPDIR is no hindrance';
await t.test(locked, { skip: withoutFullChromium }, async (t) => {
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) {
    symlinkSync('another-host-4711', join(bench.profile, name));
  }
  // Together with a TMPDIR too long for the socket that Chromium makes in it.
  const tempDir = join(bench.folder, 'a'.repeat(60), 'b'.repeat(64));
  const worker = await restore(bench, { browser: fullChromium ?? serviceBrowser, tempDir });
  t.pass('full Chromium started');
  await stop(bench, worker);
  t.notOk(existsSync(tempDir));
});

await t.test('two workers never share a profile: the second one says who holds it', async (t) => {
  const first = await restore(bench);
  const { tempDir } = bench.init();
  const second = bench.start({ mode: 'restore', tempDir: `${tempDir}2` });
  t.match(await exitOf(bench, second), { code: 20 });
  t.match(detailOf('loading'), new RegExp(`in use by process ${first.pid}`));
  process.kill(first.pid, 'SIGTERM');
  t.match(await exitOf(bench, first), { code: 0 });
});

await t.test('a lock that a killed worker left does not keep the next one out', async (t) => {
  const first = await restore(bench);
  const tree = bench.tree(first);
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await restore(bench);
  t.same(await survivors(tree, 0), [], 'the former browser was gone before the next began');
  await stop(bench, second);
  t.same(
    readdirSync(bench.authDir).filter((name) => name.includes('.lock')),
    [],
  );
});

await t.test('what a worker compiled is there for the next one while it still runs', async (t) => {
  const bundle = freshBundle(join(import.meta.dirname, '../..'), 'worker');
  if (bundle === undefined) return t.comment('There is no fresh bundle; from the sources an empty cache takes too long.');
  Object.assign(bench, { entry: bundle, compileCache: join(bench.folder, 'compiled') });
  const worker = await restore(bench);
  await until('what was compiled is on the disk', () => readdirSync(bench.compileCache, { recursive: true }).length > 100);
  t.equal(worker.child.exitCode, null);
  await stop(bench, worker);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function truncateOrRemove(file: string): void {
  if (file.endsWith('.log')) truncateSync(file, 0);
  else rmSync(file);
}
