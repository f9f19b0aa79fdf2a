import t from 'tap';
import { TimedLab } from '../support/timed-lab.ts';

const id = 'fx-repeats-1';
const timed = await TimedLab.open();
t.teardown(() => timed.close());
const { service } = timed;

async function counts(): Promise<string[]> {
  const { body } = await service.api<string>('GET', '/metrics');
  return body.split('\n').filter((line) => line.startsWith('whatsapp_session_meaningless_events_total{'));
}

await t.test('a session that does what it should counts nothing', async (t) => {
  await timed.create('fx-ill-1');
  await service.waitForStatus('fx-ill-1', 'connected');
  await timed.killWorkers('fx-ill-1');
  await service.waitForStatus('fx-ill-1', 'connected');
  t.same(await counts(), []);
});

await t.test('an event that means nothing in the state of its session is counted, and changes nothing', async (t) => {
  await timed.create(id);
  // It is said after "ready", and the answer to a call comes after all that was said before.
  await service.waitForStatus(id, 'connected');
  await service.api('POST', `/api/v1/sessions/${id}/messages`, { to: '15550000001', text: 'hello' });
  t.same(await counts(), ['whatsapp_session_meaningless_events_total{state="connected",event="authenticated"} 1']);
  t.match(await service.session(id), { state: 'connected', reason: null, restarts: 0 });
  const path = (await service.events(id)).filter(({ type }) => type === 'session.state_changed').map(({ data }) => data['to']);
  t.same(path, ['queued', 'starting', 'authenticating', 'connected']);
});
