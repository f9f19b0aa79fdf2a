import t from 'tap';
import { TimedLab } from '../support/timed-lab.ts';

const minute = 60_000;
const id = 'fx-ill-1';
const timed = await TimedLab.open();
t.teardown(() => timed.close());
const { service } = timed;

await t.test('a session whose worker never comes up is given up, and says when it is tried again', async (t) => {
  timed.breakWorkers();
  await timed.create(id);
  for (let exits = 1; exits <= 5; exits += 1) {
    await service.waitForSession(id, ({ state, restarts }) => state === 'backoff' && restarts === exits);
    await timed.pass(16_000);
  }
  const { status, reason, restarts } = await service.waitForSession(id, ({ state }) => state === 'failed');
  t.equal(status, 'disconnected');
  t.equal(restarts, 6);
  t.match(reason, { code: 'too_many_restarts', message: /ended 6 times within 10 minutes; the next try is in 15 minutes/ });
});

await t.test('it rests until then', async (t) => {
  await timed.pass(14.9 * minute);
  t.match(await service.session(id), { state: 'failed', restarts: 6 });
});

await t.test('a try that fails is one only, and the next rest is longer', async (t) => {
  await timed.pass(0.1 * minute);
  await service.waitForSession(id, ({ state, restarts }) => state === 'failed' && restarts === 7);
  const { reason } = await service.session(id);
  t.match(reason, { code: 'too_many_restarts', message: /The try after the rest failed as well; the next try is in 30 minutes/ });
  await timed.pass(29.9 * minute);
  t.match(await service.session(id), { state: 'failed', restarts: 7 });
});

await t.test('once the cause has gone the session comes back by itself', async (t) => {
  timed.mendWorkers();
  const after = await service.lastSeq();
  await timed.pass(0.1 * minute);
  t.match(await service.waitForStatus(id, 'connected'), { reason: null, restarts: 7 });
  const path = (await service.events(id, after)).filter(({ type }) => type === 'session.state_changed').map(({ data }) => data['to']);
  t.same(path, ['queued', 'starting', 'authenticating', 'connected']);
});

await t.test('a try that held proves it well: what happens later is restarted as ever', async (t) => {
  await timed.pass(2 * minute);
  await timed.killWorkers(id);
  t.match(await service.waitForStatus(id, 'connected'), { restarts: 8 });
});
