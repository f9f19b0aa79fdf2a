import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { stop } from '../support/linked-worker.ts';
import { exitOf, WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({ qrRefreshMs: 1_000, qrRefs: 2 });
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

await t.test('a session that nobody links ends in order, and QR codes come as long as it waits', { timeout: 40_000 }, async (t) => {
  const worker = bench.start({ mode: 'pair', deadlines: { pairingMs: 4_500 } });
  const first = await supervisor.passed('qr');
  t.ok(first.expiresAtMs > Date.now() + 15_000, 'the usual lifetime where none was seen yet');
  const second = await supervisor.passed('qr', 2);
  t.ok(second.expiresAtMs < Date.now() + 4_000, 'the lifetime that was seen');
  const third = await supervisor.passed('qr', 3);
  t.equal(new Set([first.qr, second.qr, third.qr]).size, 3, 'a new code after the last ref');
  t.match(await exitOf(bench, worker), { code: 0 });
  await supervisor.fact('pairing_expired');
  const [pairing] = supervisor.facts.filter((fact) => fact.type === 'phase_ended' && fact.phase === 'pairing');
  t.match(pairing, { outcome: 'failed', deadlineMs: 4_500 });
});

await t.test('a pairing code links the account', async (t) => {
  const worker = bench.start({ mode: 'pair' });
  await supervisor.passed('qr');
  const answer = await supervisor.request('pairing.request_code', { phoneNumber: '+15550000001' });
  const passed = await supervisor.passed('pairing_code');
  t.equal(passed.code, answer.code);
  await phone.enterPairingCode(passed.code);
  t.match(await supervisor.fact('ready'), { phone: '15550000001' });
  const late = supervisor.request('pairing.request_code', { phoneNumber: '15550000001' });
  await t.rejects(late, { code: 'WRK_NOT_PAIRING', statusCode: 409 });
  await stop(bench, worker);
  phone.unlink();
});

await t.test('a QR code that never comes ends the start', async (t) => {
  simulator.faults.set({ qrNeverComes: true });
  const worker = bench.start({ mode: 'pair', deadlines: { stateKnownMs: 2_000 } });
  t.match(await exitOf(bench, worker), { code: 22 });
});

await t.test('a scan whose login never completes ends the start, long before the pairing would', async (t) => {
  const worker = bench.start({ mode: 'pair', deadlines: { authenticateMs: 1_500 } });
  const { qr } = await supervisor.passed('qr');
  simulator.faults.set({ syncNeverCompletes: true });
  await phone.scan(qr);
  t.match(await exitOf(bench, worker), { code: 22 });
  const failed = supervisor.facts.find((fact) => fact.type === 'phase_ended' && fact.outcome === 'failed');
  t.match(failed, { phase: 'authenticating' });
});
