import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, pair, restore, stop } from '../support/linked-worker.ts';
import { survivors } from '../support/process-tree.ts';
import { exitOf, WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const phone = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;

t.beforeEach(() => {
  simulator.faults.clear();
  supervisor.forget();
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

function storedProfile(): boolean {
  return existsSync(join(bench.profile, 'Default', 'IndexedDB'));
}

await t.test('a device that the phone unlinks ends the worker with its profile in place', async (t) => {
  const worker = await pair(bench, phone);
  const tree = bench.tree(worker);
  const codes = supervisor.passing.filter(({ type }) => type === 'qr').length;
  phone.unlink();
  t.match(await exitOf(bench, worker), { code: 13 });
  t.match(await supervisor.fact('logged_out'), { code: 'logged_out', message: /on the phone/ });
  t.equal(supervisor.passing.filter(({ type }) => type === 'qr').length, codes, 'no further QR code was offered');
  t.ok(storedProfile());
  t.same(await survivors(tree, 1_000), []);
  t.notMatch(bench.log, /uncaught/);
});

await t.test('a link made after that is there after a restart', async (t) => {
  await link(bench, phone);
  await stop(bench, await restore(bench));
  t.pass('connected without a QR code');
});

for (const removedDevice of ['stay', 'reload'] as const) {
  await t.test(`a device removed while it was off is told as logged_out (the page does "${removedDevice}")`, async (t) => {
    simulator.faults.set({ removedDevice });
    phone.unlink();
    const worker = bench.start({ mode: 'restore' });
    t.match(await exitOf(bench, worker), { code: 13 });
    t.match(await supervisor.fact('logged_out'), { code: 'logged_out', message: /while it was offline/ });
    t.notOk(
      supervisor.passing.some(({ type }) => type === 'qr'),
      'its QR code is not offered',
    );
    t.ok(storedProfile());
    const again = await pair(bench, phone);
    await stop(bench, again);
    t.pass('a start that is to pair offers one, in the same profile');
  });
}

await t.test('a removed device whose start is to pair offers a QR code at once, also when the page reloads', async (t) => {
  simulator.faults.set({ removedDevice: 'reload' });
  phone.unlink();
  const worker = await pair(bench, phone);
  t.notOk(supervisor.facts.some(({ type }) => type === 'logged_out'));
  await stop(bench, worker);
});

await t.test('a start that is to pair just connects where the profile is linked already', async (t) => {
  const worker = bench.start({ mode: 'pair' });
  await supervisor.fact('ready');
  t.notOk(supervisor.passing.some(({ type }) => type === 'qr'));
  await stop(bench, worker);
});

await t.test('a logout while WhatsApp is out of reach is an error, and the session goes on', async (t) => {
  const worker = await restore(bench);
  simulator.faults.set({ connectionDown: true });
  simulator.dropConnections(100);
  await supervisor.fact('connection_lost');
  await t.rejects(supervisor.request('session.logout', {}), { code: 'WRK_NOT_CONNECTED', statusCode: 409 });
  simulator.faults.clear();
  await supervisor.fact('ready', 2);
  t.equal(phone.devices.length, 1);
  await stop(bench, worker);
});

await t.test('a logout that left the page but not the account is an error, and the session goes on', async (t) => {
  const worker = await restore(bench);
  simulator.faults.set({ logoutNavigatesFirst: true });
  await t.rejects(supervisor.request('session.logout', {}), { code: 'WRK_LOGOUT_FAILED', statusCode: 502 });
  await supervisor.fact('ready', 2);
  t.notOk(supervisor.facts.some(({ type }) => type === 'logged_out'));
  t.equal(phone.devices.length, 1);
  await stop(bench, worker);
});

await t.test('a logout on request unlinks the device and keeps the profile', async (t) => {
  const worker = await restore(bench);
  t.same(await supervisor.request('session.logout', {}), {});
  t.match(await exitOf(bench, worker), { code: 13 });
  t.match(await supervisor.fact('logged_out'), { code: 'logged_out', message: /on request/ });
  t.equal(phone.devices.length, 0, 'the server knows no device');
  t.ok(storedProfile());
});

await t.test('a copy of the folder is a linked device', async (t) => {
  await link(bench, phone);
  const copy = join(bench.folder, 'copy');
  cpSync(bench.profile, copy, { recursive: true });
  rmSync(bench.profile, { recursive: true });
  cpSync(copy, bench.profile, { recursive: true });
  await stop(bench, await restore(bench));
  t.pass('connected without a QR code');
});
