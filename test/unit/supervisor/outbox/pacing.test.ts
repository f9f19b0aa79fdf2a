import t from 'tap';
import { waitOf } from '@whatsapp-service/supervisor/outbox/pacing-policy.ts';
import { outboxLab, request, sentAs } from '../../../support/outbox-lab.ts';

const dayMs = 24 * 3_600_000;
const rules = { minIntervalMs: 1_000, jitterMs: 0, newNumberDailyCap: 2, newNumberForMs: 14 * dayMs };

async function turn(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

t.test('a new number waits until its place of the day is free, or until it is new no longer', (t) => {
  const nowMs = 100 * dayMs;
  const wait = (sentMs: number[], createdMs = nowMs - dayMs, intervalOverMs = 0) =>
    waitOf(rules, { sentMs, createdMs, intervalOverMs }, nowMs);
  t.equal(wait([]), 0);
  t.equal(wait([], undefined, nowMs + 300), 300);
  t.equal(wait([nowMs - 5_000]), 0);
  t.equal(wait([nowMs - dayMs + 7_000, nowMs - 5_000]), 7_000);
  t.equal(wait([nowMs - dayMs, nowMs - 5_000]), 0, 'what is a day old counts no more');
  t.equal(wait([nowMs - 6_000, nowMs - 5_000], nowMs - 14 * dayMs), 0, 'the number is not new');
  t.equal(wait([nowMs - 6_000, nowMs - 5_000], nowMs - 14 * dayMs + 9_000), 9_000);
  t.equal(waitOf({ ...rules, newNumberDailyCap: 0 }, { sentMs: [1, 2, 3], createdMs: nowMs, intervalOverMs: 0 }, nowMs), 0);
  t.end();
});

t.test('who is too fast is told when to come again, and what may wait keeps the pace', async (t) => {
  const { outbox, transport, clock } = outboxLab(t, { minIntervalMs: 500, jitterMs: 200 });
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  await outbox.send('a', request('k1'));
  await t.rejects(outbox.send('a', request('k2')), { code: 'SUP_SEND_PACED', statusCode: 429, retryAfterSeconds: 1 });
  t.match(await outbox.send('b', request('k2')), { taken: {} }, 'each session has a pace of its own');
  for (const key of ['k3', 'k4']) t.match(await outbox.send('a', { ...request(key), queue: true }), { waiting: { status: 'queued' } });
  await turn();
  t.equal(transport.shipments.length, 2);
  clock.advance(599);
  await turn();
  t.equal(transport.shipments.length, 2, '500 ms and half of the jitter');
  clock.advance(1);
  await turn();
  t.equal(transport.shipments.length, 3);
  clock.advance(600);
  await turn();
  t.equal(transport.shipments.length, 4);
});

t.test('the cap of a new number counts what an earlier process sent', async (t) => {
  const { outbox, transport, restart, clock } = outboxLab(t, { newNumberDailyCap: 2 });
  transport.deliverNext = async ({ ownId }) => ({ ...sentAs(ownId, 1), timestamp: new Date(clock.now()).toISOString() });
  await outbox.send('a', request('k1'));
  await outbox.send('a', request('k2'));
  await t.rejects(restart().outbox.send('a', request('k3')), { code: 'SUP_SEND_PACED', retryAfterSeconds: 86_400 });
  t.equal(transport.shipments.length, 2);
});
