import { existsSync } from 'node:fs';
import t from 'tap';
import { processesNaming } from '../support/process-tree.ts';
import { Lab } from '../support/lab.ts';
import { until } from '../support/service-process.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService({ RESTORE_CONCURRENCY: '1' });
await service.waitForReady();
const [anna] = await lab.linkAll(service, ['anna']);
if (anna === undefined) throw new Error('The phone is missing.');

await t.test('a start of a session that runs changes nothing', async (t) => {
  const after = await service.lastSeq();
  for (let count = 0; count < 3; count += 1) t.match(await service.command('anna', 'start'), { status: 'connected' });
  t.strictSame(await service.events('anna', after), []);
  t.equal(lab.connectsOf(anna), 1);
});

await t.test('commands in quick succession end as the last one wants it, with one worker at a time', async (t) => {
  const after = await service.lastSeq();
  for (const name of ['stop', 'start', 'stop', 'restart', 'stop', 'start'] as const) await service.command('anna', name);
  await service.waitForEvent(({ data }) => data['to'] === 'connected', { after, timeoutMs: 60_000 });
  t.match(await service.session('anna'), { status: 'connected', desired: 'running', restarts: 0, reason: null });
  t.equal(anna.devices.length, 1);
  for (const name of ['stop', 'start', 'stop'] as const) await service.command('anna', name);
  t.match(await service.waitForSession('anna', ({ state }) => state === 'stopped'), { desired: 'stopped' });
  t.notOk(processesNaming(lab.profileOf('anna')).length);
  const causes = (await service.events('anna', after)).map(({ data }) => data['cause']);
  t.notOk(causes.includes('connection_lost'), 'no browser took the place of another');
});

await t.test('a session can be stopped while it starts, and while it waits for its turn', async (t) => {
  lab.simulator.faults.set({ loginNeverCompletes: true });
  await service.command('anna', 'start');
  await service.waitForSession('anna', ({ state }) => state === 'starting');
  await service.api('POST', '/api/v1/sessions', { session_id: 'queued', user_id: 1 });
  t.match(await service.session('queued'), { state: 'queued', status: 'connecting', reason: { code: 'waiting_for_slot' } });
  t.match(await service.command('queued', 'stop'), { state: 'stopped', reason: { code: 'stopped_by_request' } });
  t.strictSame((await service.timeline('queued')).starts, []);
  await service.command('anna', 'stop');
  await service.waitForSession('anna', ({ state }) => state === 'stopped');
  lab.simulator.faults.clear();
  await service.command('anna', 'start');
  await service.waitForStatus('anna', 'connected');
  t.equal(anna.devices.length, 1, 'it is still linked');
});

await t.test('a stopped start gives its turn to the next one', async (t) => {
  lab.simulator.faults.set({ qrNeverComes: true });
  for (const session_id of ['holds', 'waits']) await service.api('POST', '/api/v1/sessions', { session_id, user_id: 1 });
  await service.waitForSession('holds', ({ state }) => state === 'starting');
  t.equal((await service.session('waits')).state, 'queued');
  await service.command('holds', 'stop');
  await service.waitForSession('waits', ({ state }) => state === 'starting');
  lab.simulator.faults.clear();
  await service.waitForStatus('waits', 'qr_required');
});

await t.test('a session that is deleted while it starts is gone with its processes, and can be created at once', async (t) => {
  lab.simulator.faults.set({ qrNeverComes: true });
  await service.command('holds', 'start');
  await service.waitForSession('holds', ({ state }) => state === 'starting');
  t.equal((await service.api('DELETE', '/api/v1/sessions/holds')).status, 202);
  t.match(await service.api('POST', '/api/v1/sessions/holds/start'), { status: /^(404|409)$/ }, 'busy, or gone');
  const created = await until(async () => {
    const { status } = await service.api('POST', '/api/v1/sessions', { session_id: 'holds', user_id: 9 });
    return status === 201 ? true : undefined;
  }, 60_000);
  t.ok(created);
  lab.simulator.faults.clear();
  await service.waitForStatus('holds', 'qr_required');
  t.match(await service.session('holds'), { user_id: 9, restarts: 0 });
});

await t.test('two requests for the same new session create one', async (t) => {
  const answers = await Promise.all(
    [1, 2, 3].map(async (user_id) => service.api('POST', '/api/v1/sessions', { session_id: 'once', user_id })),
  );
  t.strictSame(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [201, 409, 409],
  );
  t.equal((await service.api('DELETE', '/api/v1/sessions/once')).status, 202);
  await until(async () => ((await service.api('GET', '/api/v1/sessions/once')).status === 404 ? true : undefined), 60_000);
  t.notOk(existsSync(lab.profileOf('once')));
});
