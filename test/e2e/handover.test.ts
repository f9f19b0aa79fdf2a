import t from 'tap';
import type { Test } from 'tap';
import type { SendView } from '@whatsapp-service/supervisor/outbox/send-view.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { Lab } from '../support/lab.ts';
import { until } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const grace = { HANDOVER_GRACE_SECONDS: '30' };
const ids = ['one', 'two'];

const lab = await Lab.open();
t.teardown(() => lab.close());
let service = await lab.startService(grace);
const phones = await lab.linkAll(service, ids);
await lab.waitForLinkOnDisk(...ids);

/** What WhatsApp sees of the sessions: one line a connection, with the moment it was made. */
function connections(): unknown[] {
  return lab.simulator.connections().map(({ device, connectedAt }) => ({ device, connectedAt }));
}

function workers(): unknown[] {
  return ids.map((id) => lab.processesOf(id));
}

async function expectTakenOver(test: Test, next: ServiceProcess, before: { connections: unknown[]; workers: unknown[] }): Promise<void> {
  await next.waitForReady();
  test.strictSame(connections(), before.connections, 'no connection was closed');
  test.strictSame(workers(), before.workers, 'the processes are the same');
  for (const id of ids) {
    test.ok(next.messages.includes(`✓ Session restored: ${id}`), next.output);
    test.match(await next.session(id), { status: 'connected', restarts: 0, reason: null });
    test.match((await next.timeline(id)).starts, [{ cause: 'adopted', ended_at: null }]);
  }
  test.ok(next.messages.includes('Session restoration complete: 2 restored, 0 failed'));
  test.match((await next.info()).last_restoration?.sessions, [{ adopted: true }, { adopted: true }]);
}

await t.test('SIGTERM with a grace hands the sessions over: WhatsApp notices nothing', async (t) => {
  const before = { connections: connections(), workers: workers() };
  t.equal(before.connections.length, 2);
  t.equal(await service.stop('SIGTERM'), 0, service.output);
  t.ok(service.messages.includes('The service has stopped; its workers wait for the next one'), service.output);
  service = await lab.startService(grace);
  await expectTakenOver(t, service, before);
});

await t.test('a supervisor that is killed with SIGKILL is followed by one that takes over', async (t) => {
  const before = { connections: connections(), workers: workers() };
  await service.stop('SIGKILL');
  service = await lab.startService(grace);
  await expectTakenOver(t, service, before);
  t.ok(phones.every((phone) => phone.devices.length === 1));
});

await t.test(
  'a confirmation that a killed service had not kept yet is looked up by the next one, in the worker that goes on',
  async (t) => {
    const [, friend] = phones;
    const worker = lab.workerOf('one');
    const body = { to: friend?.number, text: 'confirmed meanwhile' };
    const { send_id: sendId } = (await service.api<{ send_id: string }>('POST', '/api/v1/sessions/one/messages', body)).body;
    const status = async (): Promise<string> => (await service.api<SendView>('GET', `/api/v1/sessions/one/sends/${sendId}`)).body.status;
    await until(async () => ((await status()) === 'sent' ? true : undefined), 10_000);
    await service.stop('SIGKILL');
    // As it is where the service ends between the commit of the ack's event and that of the send.
    const database = openDatabase(lab.dataDir);
    const pending = `json_set(record, '$.status', 'pending', '$.settledMs', NULL, '$.content', json('{"kind":"text","text":"confirmed meanwhile"}'))`;
    const { changes } = database
      .prepare(`UPDATE sends SET status = 'pending', settled_ms = NULL, record = ${pending} WHERE send_id = ?`)
      .run(sendId);
    database.close();
    t.equal(changes, 1);
    service = await lab.startService(grace);
    await service.waitForReady();
    t.ok(await until(async () => ((await status()) === 'sent' ? true : undefined), 10_000), service.output);
    t.strictSame(lab.workerOf('one'), worker);
    t.equal(friend?.messages().filter(({ body: text }) => text === 'confirmed meanwhile').length, 1);
  },
);

await t.test('a session that has lost WhatsApp is taken over as one that has, and is connected once it is back', async (t) => {
  const [lost] = phones;
  if (lost === undefined) throw new Error('There is no phone.');
  const before = workers();
  // Longer than a restart takes.
  lab.simulator.dropConnections(20_000, { phone: lost.number });
  await service.waitForSession('one', ({ state }) => state === 'reconnecting');
  t.equal(await service.stop('SIGTERM'), 0, service.output);
  service = await lab.startService(grace);
  await service.waitForStatus('two', 'connected');
  // The other one may be back before this one is taken over at all.
  const one = await service.waitForSession('one', ({ state }) => state !== 'adopting');
  t.match(one, { state: 'reconnecting', status: 'connecting', reason: { code: 'connection_lost' } });
  t.match((await service.timeline('one')).starts, [{ cause: 'adopted', ended_at: null }]);
  await service.waitForStatus('one', 'connected');
  t.strictSame(workers(), before, 'the processes are the same');
  await service.waitForReady();
});

await t.test('a session whose place another browser has waits for a person, and the service is ready all the same', async (t) => {
  const [lost] = phones;
  lab.simulator.conflict({ phone: lost?.number ?? '' });
  const conflict = ({ state, reason }: { state: string; reason: { message: string } | null }): boolean =>
    state === 'reconnecting' && /CONFLICT/.test(reason?.message ?? '');
  await service.waitForSession('one', conflict);
  t.equal(await service.stop('SIGTERM'), 0, service.output);
  service = await lab.startService(grace);
  t.equal((await service.api('GET', '/readyz')).status, 503, 'it may be back in a moment');
  // A restoration that is under way holds no shutdown up.
  const startedMs = performance.now();
  t.equal(await service.stop('SIGTERM'), 0, service.output);
  const tookMs = performance.now() - startedMs;
  t.ok(tookMs < 9_000, `${tookMs} ms`);
  service = await lab.startService(grace);
  await service.waitForReady(30_000);
  t.ok(conflict(await service.session('one')), 'and why it waits is still said');
  t.match((await service.info()).last_restoration, { restored: 1, failed: 1 });
});
