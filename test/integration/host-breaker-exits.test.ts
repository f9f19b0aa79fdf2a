import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import t from 'tap';
import { TimedLab } from '../support/timed-lab.ts';

const ids = Array.from({ length: 17 }, (_, index) => `fx-ill-${index + 1}`);
const timed = await TimedLab.open({ RESTORE_CONCURRENCY: '4' });
t.teardown(() => timed.close());
const { service } = timed;
await timed.create(...ids);
for (const id of ids) await service.waitForStatus(id, 'connected');

/** What was said of the starts of all sessions. */
async function changes(): Promise<LoggedEvent[]> {
  return (await service.events()).filter(({ type }) => type === 'service.starts_paused' || type === 'service.starts_resumed');
}

await t.test('four sessions that end together are no reason to pause the starts', async (t) => {
  const hit = ids.slice(0, 4);
  await timed.killWorkers(...hit);
  for (const id of hit) await service.waitForStatus(id, 'connected');
  t.same(await changes(), []);
});

await t.test('nor are five, where that is less than three in ten', async (t) => {
  await timed.killWorkers(ids[4] ?? '');
  await service.waitForStatus(ids[4] ?? '', 'connected');
  t.same(await changes(), []);
  t.equal((await service.api('GET', '/readyz')).status, 200);
});

const waiting = ids.slice(5, 8);

await t.test('with the sixth of seventeen within a minute starts pause, and the sessions that run go on', async (t) => {
  timed.breakWorkers();
  await timed.killWorkers(...waiting);
  const { data } = await service.waitForEvent(({ type }) => type === 'service.starts_paused');
  t.match(data, { cause: '6 of 17 sessions ended within 60 s', pause_ms: 15_000 });
  const { status, body } = await service.api('GET', '/readyz');
  t.equal(status, 503);
  t.match(body, { status: 'degraded', reasons: [{ code: 'starts_paused' }] });
  for (const id of waiting) await service.waitForSession(id, ({ state }) => state === 'queued');
  for (const id of ids.filter((each) => !waiting.includes(each))) t.equal((await service.session(id)).status, 'connected', id);
});

await t.test('they wait for all of the pause', async (t) => {
  await timed.pass(12_000);
  for (const id of waiting) t.match(await service.session(id), { state: 'queued', restarts: 1 }, id);
});

await t.test('then one is tried alone, and as it fails the pause is twice as long', async (t) => {
  await timed.pass(3_000);
  const { data } = await service.waitForEvent(({ data: { pause_ms: pauseMs } }) => pauseMs === 30_000);
  t.equal(data['cause'], 'The start that was tried failed as well');
  const restarts = await Promise.all(waiting.map(async (id) => (await service.session(id)).restarts));
  t.same(
    restarts.toSorted((a, b) => a - b),
    [1, 1, 2],
  );
});

await t.test('once the machine is well the next try brings all of them back', async (t) => {
  timed.mendWorkers();
  const after = await service.lastSeq();
  await timed.pass(30_000);
  await service.waitForEvent(({ type }) => type === 'service.starts_resumed', { after });
  for (const id of waiting) await service.waitForStatus(id, 'connected');
  t.equal((await service.api('GET', '/readyz')).status, 200);
  t.equal((await changes()).length, 3);
  const connected = (await service.events(undefined, after)).filter(
    ({ type, data }) => type === 'session.state_changed' && data['to'] === 'connected',
  );
  const resumed = (await service.events(undefined, after)).find(({ type }) => type === 'service.starts_resumed');
  t.equal(connected.filter(({ seq }) => seq < (resumed?.seq ?? 0)).length, 1, 'one came up before the others were let go');
});
