import t from 'tap';
import { RemoteError } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import { outboxLab, sentAs } from '../../../support/outbox-lab.ts';

/** Lets what has begun go on as far as it can. */
async function turn(): Promise<void> {
  for (let n = 0; n < 40; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

function bulk(key: string, count = 3, text = 'We are closed tomorrow.') {
  const recipients = Array.from({ length: count }, (_unused, index) => String(15_550_000_100 + index));
  return { recipients, content: { kind: 'text' as const, text }, idempotencyKey: key };
}

t.test('a job sends to each recipient once, in order, and tells each result and its end', async (t) => {
  const lab = outboxLab(t);
  lab.transport.deliverNext = async ({ ownId, to }) => {
    if (to === '15550000101') throw new RemoteError('WRK_NOT_ON_WHATSAPP', 'The number is not on WhatsApp.', 422);
    return sentAs(ownId, 1);
  };
  const { job_id: jobId, ...begun } = lab.bulk.create('a', bulk('k'));
  t.match(begun, { status: 'running', total: 3, counts: { queued: 2, sending: 1 } });
  t.equal(lab.bulk.create('a', bulk('k')).job_id, jobId, 'a repeat is the same job');
  t.throws(() => lab.bulk.create('a', bulk('k', 4)), { code: 'SUP_IDEMPOTENCY_KEY_REUSED' });
  await turn();
  t.strictSame(
    lab.transport.shipments.map(({ to }) => to),
    bulk('k').recipients,
  );
  t.match(lab.bulk.get('a', jobId), { status: 'completed', counts: { sent: 2, failed: 1, queued: 0 }, ended_at: /Z$/ });
  const results = lab.outbox.list('a', { jobId, limit: 10 }).sends.map(({ to, status, error }) => [to, status, error?.code]);
  t.strictSame(results, [
    ['15550000102', 'sent', undefined],
    ['15550000101', 'failed', 'WRK_NOT_ON_WHATSAPP'],
    ['15550000100', 'sent', undefined],
  ]);
  t.strictSame(
    lab.events.map(({ type, data }) => [type, data['status']]),
    [
      ['message.send_settled', 'sent'],
      ['message.send_settled', 'failed'],
      ['message.send_settled', 'sent'],
      ['message.bulk_ended', 'completed'],
    ],
  );
});

t.test('a job is paused, resumed by another process, and cancelled', async (t) => {
  const lab = outboxLab(t);
  lab.transport.connected = false;
  lab.transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  const { job_id: jobId } = lab.bulk.create('a', bulk('k', 5));
  t.match(lab.bulk.pause('a', jobId), { status: 'paused' });
  lab.transport.connected = true;
  await lab.lanes.run('a');
  t.equal(lab.transport.shipments.length, 0);
  const next = lab.restart();
  await next.lanes.run('a');
  t.equal(lab.transport.shipments.length, 0, 'it is paused after a restart as well');
  lab.transport.deliverNext = async ({ ownId }) => {
    if (lab.transport.shipments.length === 2) next.bulk.pause('a', jobId);
    return sentAs(ownId, 1);
  };
  next.bulk.resume('a', jobId);
  await turn();
  t.match(next.bulk.get('a', jobId), { status: 'paused', counts: { sent: 2, queued: 3 } });
  t.match(next.bulk.cancel('a', jobId), { status: 'cancelled', counts: { sent: 2, cancelled: 3 }, ended_at: /Z$/ });
  t.throws(() => next.bulk.resume('a', jobId), { code: 'SUP_BULK_OVER', statusCode: 409 });
  await next.lanes.run('a');
  t.equal(lab.transport.shipments.length, 2);
});

t.test('a job whose cancellation a kill cut short sends nothing more: the next service calls the rest of it back', async (t) => {
  const lab = outboxLab(t);
  lab.transport.connected = false;
  const { job_id: jobId } = lab.bulk.create('a', bulk('k'));
  lab.database.prepare("UPDATE send_jobs SET record = json_set(record, '$.status', 'cancelled')").run();
  const next = lab.restart();
  lab.transport.connected = true;
  await next.lanes.run('a');
  t.equal(lab.transport.shipments.length, 0);
  lab.clock.advance(1);
  t.match(next.bulk.get('a', jobId), { status: 'cancelled', counts: { cancelled: 3, queued: 0 }, ended_at: /Z$/ });
});

t.test('a job is not said to be called back or paused where the disk refuses that', async (t) => {
  for (const turn of ['cancel', 'pause'] as const) {
    const lab = outboxLab(t);
    lab.transport.connected = false;
    const { job_id: jobId } = lab.bulk.create('a', bulk('k'));
    lab.database.exec('PRAGMA query_only = ON');
    t.throws(() => lab.bulk[turn]('a', jobId), { code: 'SUP_STORAGE_UNAVAILABLE', statusCode: 503 });
    t.match(lab.bulk.get('a', jobId), { status: 'running', counts: { queued: 3 } });
    lab.database.exec('PRAGMA query_only = OFF');
    lab.clock.advance(1_000);
    t.match(lab.restart().bulk.get('a', jobId), { status: 'running', counts: { queued: 3 } }, 'nor does it come to be later');
  }
});

t.test('what else waits goes ahead of a job', async (t) => {
  const lab = outboxLab(t);
  lab.transport.connected = false;
  lab.transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  lab.bulk.create('a', bulk('k', 2));
  await lab.outbox.send('a', { to: '15550000999', content: { kind: 'text', text: 'urgent' }, idempotencyKey: 'u', queue: true });
  lab.transport.connected = true;
  await lab.lanes.run('a');
  t.strictSame(
    lab.transport.shipments.map(({ to }) => to),
    ['15550000999', '15550000100', '15550000101'],
  );
});

t.test('a job of a thousand is kept whole or not at all', async (t) => {
  const lab = outboxLab(t);
  lab.transport.connected = false;
  lab.database.exec('PRAGMA query_only = 1');
  t.throws(() => lab.bulk.create('a', bulk('k', 1_000)), { code: 'SUP_STORAGE_UNAVAILABLE', statusCode: 503 });
  lab.database.exec('PRAGMA query_only = 0');
  lab.clock.advance(2_000);
  t.strictSame(lab.bulk.list('a', { limit: 10 }).jobs, []);
  t.match(lab.bulk.create('a', bulk('k', 1_000)), { total: 1_000, counts: { queued: 1_000 } });
  t.match(lab.restart().bulk.list('a', { limit: 10 }).jobs, [{ counts: { queued: 1_000 } }]);
});
