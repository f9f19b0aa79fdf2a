import { readFileSync } from 'node:fs';
import t from 'tap';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import { commandLineOf, survivors } from '../support/process-tree.ts';
import { debuggable, withPageOf } from '../support/page-of.ts';
import { fullChromium, serviceBrowser, withoutFullChromium } from '../support/browsers.ts';
import { exitOf, WorkerBench } from '../support/worker-bench.ts';
import type { TestWorker } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const phone = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const friend = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const bench = await WorkerBench.open([...simulator.chromiumArgs, debuggable]);
const { supervisor } = bench;
const quickProbes = { probeIntervalMs: 300, probeTimeoutMs: 300 };

t.before(() => link(bench, phone));
t.beforeEach(() => {
  simulator.faults.clear();
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

async function browserPid(): Promise<number> {
  return (await supervisor.passed('browser')).pid;
}

function groupOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

/** Waits for one text among those that are still unread from before. */
async function received(text: string): Promise<void> {
  await supervisor.when(`the message "${text}"`, () =>
    supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.text === text),
  );
}

function rendererOf(worker: TestWorker): number {
  const renderer = bench.tree(worker).find(({ pid }) => commandLineOf(pid).includes('--type=renderer'));
  if (renderer === undefined) throw new Error('The browser has no renderer.');
  return renderer.pid;
}

for (const [name, browser, skip] of [
  ['the browser of the service', serviceBrowser, false],
  ['a full Chromium', fullChromium, withoutFullChromium],
] as const) {
  await t.test(`${name} is in a group of its own, and no process of it survives a worker that is killed`, { skip }, async (t) => {
    const worker = await restore(bench, { browser: browser ?? serviceBrowser });
    const tree = bench.tree(worker);
    t.ok(tree.length > 3, `${tree.length} processes`);
    const groups = new Set(tree.map(({ pid }) => groupOf(pid)));
    t.same(groups, new Set([worker.pid, await browserPid()]));
    process.kill(worker.pid, 'SIGKILL');
    t.match(await worker.exited, { signal: 'SIGKILL' });
    t.same(
      (await survivors(tree, 3_000)).map(({ pid }) => commandLineOf(pid)),
      [],
    );
  });
}

await t.test('a browser that is killed ends the worker as browser lost', async (t) => {
  const worker = await restore(bench);
  const tree = bench.tree(worker);
  process.kill(await browserPid(), 'SIGKILL');
  t.match(await exitOf(bench, worker), { code: 21 });
  t.match(await supervisor.fact('connection_lost'), { detail: /browser/ });
  t.same(await survivors(tree, 1_000), []);
});

await t.test('a browser that is killed while it starts ends the worker as browser lost', async (t) => {
  simulator.faults.set({ scriptNeverArrives: true });
  supervisor.forget();
  const worker = bench.start({ mode: 'restore' });
  await supervisor.when('the launch', () => supervisor.facts.find((fact) => fact.type === 'phase_ended' && fact.phase === 'launching'));
  process.kill(await browserPid(), 'SIGKILL');
  t.match(await exitOf(bench, worker), { code: 21 });
});

await t.test('a browser that is killed while the page injects anew ends the worker as browser lost', async (t) => {
  const worker = await restore(bench);
  simulator.faults.set({ loginNeverCompletes: true });
  await withPageOf(bench, (page) => page.evaluate('setTimeout(() => location.reload())'));
  await supervisor.fact('connection_lost');
  process.kill(await browserPid(), 'SIGKILL');
  t.match(await exitOf(bench, worker), { code: 21 });
  t.notMatch(bench.log, /uncaught error/);
});

await t.test("a page whose process is killed ends the worker, and the browser's processes too", async (t) => {
  const worker = await restore(bench);
  const tree = bench.tree(worker);
  process.kill(rendererOf(worker), 'SIGKILL');
  t.match(await exitOf(bench, worker), { code: 21 });
  t.match(await supervisor.fact('connection_lost'), { detail: /page/ });
  t.same(await survivors(tree, 1_000), []);
});

await t.test('a page that hangs is noticed by three missed probes', async (t) => {
  const worker = await restore(bench, quickProbes);
  const tree = bench.tree(worker);
  simulator.hangPages(20_000);
  t.match(await exitOf(bench, worker), { code: 21 });
  t.match(await supervisor.fact('connection_lost'), { detail: /did not answer 3 probes/ });
  t.same(await survivors(tree, 1_000), []);
});

await t.test('a browser that is frozen is noticed and killed', async (t) => {
  const worker = await restore(bench, quickProbes);
  const tree = bench.tree(worker);
  process.kill(await browserPid(), 'SIGSTOP');
  process.kill(rendererOf(worker), 'SIGSTOP');
  t.match(await exitOf(bench, worker), { code: 21 });
  t.same(await survivors(tree, 1_000), []);
});

await t.test('a frozen browser does not hold up a stop for longer than its deadline', async (t) => {
  const worker = await restore(bench);
  const tree = bench.tree(worker);
  process.kill(await browserPid(), 'SIGSTOP');
  const askedAtMs = Date.now();
  await stop(bench, worker);
  t.ok(Date.now() - askedAtMs < 9_000, 'the close was given up and the browser killed');
  t.same(await survivors(tree, 1_000), []);
});

await t.test('a page that hangs for less than three probes changes nothing', async (t) => {
  const worker = await restore(bench, { probeIntervalMs: 500, probeTimeoutMs: 500 });
  simulator.hangPages(700);
  await supervisor.request('page.probe', {});
  t.notOk(supervisor.facts.some(({ type }) => type === 'connection_lost'));
  await stop(bench, worker);
});

await t.test('a connection that drops is told, and told again when it is back', async (t) => {
  const worker = await restore(bench);
  simulator.dropConnections(500, { phone: phone.number });
  t.match(await supervisor.fact('connection_lost'), { detail: /OPENING|TIMEOUT/ });
  t.match(await supervisor.fact('ready', 2), { phone: '15550000001' });
  friend.send(phone.number, 'after the drop');
  await received('after the drop');
  t.pass('messages come again');
  await stop(bench, worker);
});

await t.test('a message is refused while the connection is lost', async (t) => {
  const worker = await restore(bench);
  simulator.faults.set({ connectionDown: true });
  simulator.dropConnections(100, { phone: phone.number });
  await supervisor.fact('connection_lost');
  const send = supervisor.request('message.send', { idempotencyKey: 'k', to: friend.number, text: 'no' });
  await t.rejects(send, { code: 'WRK_NOT_CONNECTED', statusCode: 409 });
  await stop(bench, worker);
});

await t.test('a conflict with another browser stays lost: the worker neither fights nor ends', async (t) => {
  const worker = await restore(bench, { probeIntervalMs: 200, probeTimeoutMs: 1_000 });
  simulator.conflict({ phone: phone.number });
  t.match(await supervisor.fact('connection_lost'), { detail: /CONFLICT/ });
  const connects = simulator.devices()[0]?.connects;
  for (let probe = 0; probe < 3; probe += 1) {
    t.match(await supervisor.request('page.probe', {}), { state: 'CONFLICT' });
  }
  t.ok(identify(worker.pid), 'the worker is there');
  t.equal(simulator.devices()[0]?.connects, connects, 'it did not connect again');
  await stop(bench, worker);
});

await t.test('a page that reloads is ready again, and its messages come once', async (t) => {
  const worker = await restore(bench);
  friend.send(phone.number, 'before the reload');
  await received('before the reload');
  await withPageOf(bench, (page) => page.evaluate('setTimeout(() => location.reload())'));
  t.match(await supervisor.fact('connection_lost'), { detail: /reloaded/ });
  await supervisor.fact('ready', 2);
  friend.send(phone.number, 'after the reload');
  await received('after the reload');
  const texts = supervisor.facts.flatMap((fact) => (fact.type === 'message.received' ? [fact.message.text] : []));
  t.same(
    texts.filter((text) => text.endsWith('the reload')),
    ['before the reload', 'after the reload'],
  );
  await stop(bench, worker);
});

await t.test('an error that nobody awaited ends the worker with 20, and its browser with it', async (t) => {
  const worker = await restore(bench);
  const tree = bench.tree(worker);
  simulator.faults.set({ missingModules: ['WAWebCmd'] });
  await withPageOf(bench, (page) => page.evaluate('setTimeout(() => location.reload())'));
  t.match(await exitOf(bench, worker), { code: 20 });
  t.match(bench.log, /an uncaught error/);
  t.same(await survivors(tree, 1_000), []);
});

await t.test('"ready" said again changes nothing', async (t) => {
  const worker = await restore(bench);
  simulator.resync({ phone: phone.number });
  await supervisor.request('page.probe', {});
  friend.send(phone.number, 'after the resync');
  await received('after the resync');
  t.equal(supervisor.facts.filter(({ type }) => type === 'ready').length, 1);
  t.equal(supervisor.facts.filter(({ type }) => type === 'authenticated').length, 1);
  await stop(bench, worker);
});
