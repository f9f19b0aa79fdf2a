import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import { survivors } from '../support/process-tree.ts';
import { exitOf, until, WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const phone = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const friend = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
const welcome = supervisor.answerHello;
// It waits for ten seconds, meanwhile the others run.
const silent = bench.fork(null);
const silentSinceMs = Date.now();

t.before(() => link(bench, phone));
t.beforeEach(() => {
  supervisor.answerHello = welcome;
  supervisor.acknowledges = true;
  supervisor.forget();
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

await t.test('a worker whose supervisor dies before the init ends with 10 at once', async (t) => {
  const worker = bench.fork(null);
  worker.child.disconnect();
  t.match(await exitOf(bench, worker, 5_000), { code: 10 });
});

await t.test('an init that does not fit ends the worker with 10 and names the place', async (t) => {
  const init = bench.init();
  const unfit = ['init', { ...init, sessionId: '../s1' }, { ...init, token: 'short' }, { ...init, deadlines: undefined }];
  const exits = await Promise.all(unfit.map((message) => exitOf(bench, bench.fork(message))));
  t.match(exits, [{ code: 10 }, { code: 10 }, { code: 10 }, { code: 10 }]);
  for (const place of ['""', '"/sessionId"', '"/token"']) t.match(bench.log, `does not fit the contract at ${place}`);
  t.notMatch(bench.log, init.token, 'no token is logged');
});

for (const [refusal, code] of [
  ['wrong_token', 10],
  ['unknown_session', 10],
  ['protocol_too_old', 11],
] as const) {
  await t.test(`a worker that is refused (${refusal}) ends with ${code}, without a browser`, async (t) => {
    supervisor.answerHello = () => ({ accepted: false, code: refusal, message: 'No.' });
    const worker = bench.start({ mode: 'restore' });
    t.match(await exitOf(bench, worker), { code });
    t.notOk(existsSync(bench.init().tempDir), 'nothing was prepared for a browser');
  });
}

await t.test('the hello carries what the supervisor identifies a worker by', async (t) => {
  const worker = await restore(bench);
  t.match(supervisor.hellos, [{ token: bench.init().token, protocol: 1, sessionId: 's1', pid: worker.pid, lastSeq: 0 }]);
  t.equal(worker.child.connected, false, 'the fork channel is let go');
  await stop(bench, worker);
});

await t.test('a worker that finds nobody at the socket right after its init ends soon', async (t) => {
  await supervisor.vanish();
  const beganMs = Date.now();
  t.match(await exitOf(bench, bench.start({ handoverGraceMs: 0 })), { code: 12 });
  t.ok(Date.now() - beganMs < 8_000, `${Date.now() - beganMs} ms`);
  await supervisor.listen();
});

await t.test('a worker whose supervisor vanishes closes in order at once where the grace is 0', async (t) => {
  const worker = await restore(bench, { handoverGraceMs: 0 });
  const tree = bench.tree(worker);
  await supervisor.vanish();
  t.match(await exitOf(bench, worker), { code: 12 });
  t.same(await survivors(tree, 1_000), []);
  t.notOk(existsSync(bench.init().tempDir), 'its temporary folder is gone');
  await supervisor.listen();
  await stop(bench, await restore(bench));
  t.pass('and comes back linked');
});

await t.test('a worker outlives its supervisor within the grace: no fact is lost and none doubled', async (t) => {
  const worker = await restore(bench, { handoverGraceMs: 15_000 });
  supervisor.acknowledges = false;
  friend.send(phone.number, 'not acknowledged');
  await supervisor.fact('message.received');
  await supervisor.vanish();
  const texts = Array.from({ length: 20 }, (_, index) => `away ${index}`);
  for (const text of texts) friend.send(phone.number, text);
  await supervisor.listen();
  supervisor.acknowledges = true;
  await supervisor.fact('message.received', 1 + texts.length);
  const seqs = supervisor.kept.map(({ seq }) => seq);
  t.same(
    [...new Set(seqs)],
    Array.from({ length: Math.max(...seqs) }, (_, index) => index + 1),
    'numbered without a gap, in order',
  );
  const told = supervisor.facts.flatMap((fact) => (fact.type === 'message.received' ? [fact.message.text] : []));
  t.same(told, ['not acknowledged', ...texts]);
  t.equal(supervisor.facts.filter(({ type }) => type === 'ready').length, 1, 'it stayed connected');
  t.match(supervisor.hellos.at(-1), { phase: 'connected', pid: worker.pid });
  t.same(await supervisor.passed('browser', 2), await supervisor.passed('browser', 1), 'the browser is told again');
  await stop(bench, worker);
});

await t.test('a worker whose supervisor stays away ends with 12 after the grace', async (t) => {
  const worker = await restore(bench, { handoverGraceMs: 800 });
  const goneAtMs = Date.now();
  await supervisor.vanish();
  t.match(await exitOf(bench, worker), { code: 12 });
  t.ok(Date.now() - goneAtMs >= 800);
  await supervisor.listen();
});

await t.test('a worker that a new supervisor does not know ends with 10', async (t) => {
  const worker = await restore(bench, { handoverGraceMs: 15_000 });
  supervisor.answerHello = () => ({ accepted: false, code: 'unknown_session', message: 'No.' });
  await supervisor.vanish();
  await supervisor.listen();
  t.match(await exitOf(bench, worker), { code: 10 });
});

await t.test('a supervisor that takes the call but never answers counts as away', async (t) => {
  const worker = await restore(bench, { handoverGraceMs: 1_000 });
  await supervisor.vanish();
  const mute = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => mute.listen(supervisor.path, resolve));
  t.match(await exitOf(bench, worker), { code: 12 });
  await new Promise((resolve) => mute.close(resolve));
  await supervisor.listen();
});

await t.test('facts of the last moment arrive before the worker ends', async (t) => {
  const worker = await restore(bench);
  phone.unlink();
  t.match(await exitOf(bench, worker), { code: 13 });
  t.ok(supervisor.facts.some(({ type }) => type === 'logged_out'));
  await link(bench, phone);
});

await t.test('SIGTERM closes in order, SIGINT does nothing', async (t) => {
  const worker = await restore(bench);
  const tree = bench.tree(worker);
  process.kill(worker.pid, 'SIGINT');
  t.match(await supervisor.request('page.probe', {}), { state: 'CONNECTED' });
  process.kill(worker.pid, 'SIGTERM');
  t.match(await exitOf(bench, worker), { code: 0 });
  t.same(await survivors(tree, 1_000), []);
  t.notOk(existsSync(bench.init().tempDir));
});

await t.test('a second SIGTERM ends at once what a frozen browser holds up', async (t) => {
  const worker = await restore(bench);
  const tree = bench.tree(worker);
  const { pid } = await supervisor.passed('browser');
  process.kill(pid, 'SIGSTOP');
  process.kill(worker.pid, 'SIGTERM');
  await until('the worker closes', () =>
    bench.log
      .split(`"pid":${worker.pid},`)
      .slice(1)
      .some((line) => line.includes('SIGTERM came.')),
  );
  const askedAtMs = Date.now();
  process.kill(worker.pid, 'SIGTERM');
  t.match(await exitOf(bench, worker), { code: 0 });
  t.ok(Date.now() - askedAtMs < 3_000);
  t.same(await survivors(tree, 1_000), []);
});

await t.test('a worker that gets no init ends with 10 after its deadline', async (t) => {
  t.match(await exitOf(bench, silent), { code: 10 });
  t.match(bench.log, /no init message came within 10000 ms/);
  t.ok(Date.now() - silentSinceMs >= 10_000);
});
