import t from 'tap';
import { sendQueueOf } from '@whatsapp-service/supervisor/outbox/send-queue.ts';
import { IpcClosed, RemoteError } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import type { SendAnswer } from '@whatsapp-service/supervisor/outbox/outbox.ts';
import { outboxLab, request, sentAs } from '../../../support/outbox-lab.ts';

/** Lets what has begun go on as far as it can. */
async function turn(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

function queued(key: string) {
  return { ...request(key, key), queue: true };
}

function idOf(answer: SendAnswer): string {
  return 'waiting' in answer ? answer.waiting.send_id : answer.taken.send_id;
}

t.test('what may wait goes out at once where it can, and in its order once the session is back', async (t) => {
  const { outbox, transport, lanes, events } = outboxLab(t);
  t.match(await outbox.send('a', queued('now')), { taken: { status: 'pending' } });
  transport.connected = false;
  const keys = ['k1', 'k2', 'k3'];
  for (const key of keys) t.match(await outbox.send('a', queued(key)), { waiting: { status: 'queued', expires_at: /Z$/ } });
  t.match(await outbox.send('a', queued('k1')), { waiting: { status: 'queued' } }, 'a repeat waits with it');
  t.equal(transport.shipments.length, 1);
  transport.connected = true;
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  await lanes.run('a');
  const texts = transport.shipments.map(({ content }) => (content.kind === 'text' ? content.text : ''));
  t.strictSame(texts, ['now', ...keys]);
  t.match(await outbox.send('a', queued('k1')), { taken: { status: 'sent' } });
  t.strictSame(
    events.map(({ type, data }) => [type, data['status'], data['idempotency_key']]),
    keys.map((key) => ['message.send_settled', 'sent', key]),
  );
});

t.test('what waits survives the service, and goes out once', async (t) => {
  const { outbox, transport, restart } = outboxLab(t);
  transport.connected = false;
  await outbox.send('a', queued('k1'));
  const next = restart();
  transport.connected = true;
  await next.lanes.run('a');
  await restart().lanes.run('a');
  t.equal(transport.shipments.length, 1);
});

t.test('while the service ends, what may wait is kept for the next one, and what may not is refused', async (t) => {
  const { outbox, transport, state, restart } = outboxLab(t);
  state.isDraining = true;
  t.match(await outbox.send('a', queued('k1')), { waiting: { status: 'queued' } });
  await t.rejects(outbox.send('a', request('k2')), { code: 'SUP_DRAINING', statusCode: 503 });
  await turn();
  t.equal(transport.shipments.length, 0);
  state.isDraining = false;
  await restart().lanes.run('a');
  t.equal(transport.shipments.length, 1);
});

t.test('nothing waits for a session that does not come back by itself', async (t) => {
  const { outbox, transport } = outboxLab(t);
  transport.connected = false;
  transport.comesBack = false;
  await t.rejects(outbox.send('a', queued('k1')), { code: 'SUP_SESSION_NOT_CONNECTED', statusCode: 409 });
});

t.test('what waits too long expires and is told of; nothing is sent', async (t) => {
  const { outbox, transport, clock, events, released } = outboxLab(t);
  transport.connected = false;
  await outbox.send('a', { ...queued('k1'), expiresInMs: 10_000 });
  clock.advance(9_000);
  t.strictSame(events, []);
  clock.advance(2_000);
  t.match(events, [{ data: { status: 'expired', error: { code: 'SUP_SEND_EXPIRED', detail: /nothing was sent/ } } }]);
  t.strictSame(released, [queued('k1').content]);
  transport.connected = true;
  clock.advance(5_000);
  await turn();
  t.equal(transport.shipments.length, 0);
  await t.rejects(outbox.send('a', queued('k1')), { code: 'SUP_SEND_EXPIRED' });
});

t.test('a send with a time goes out then, and not before', async (t) => {
  const { outbox, transport, clock } = outboxLab(t);
  transport.comesBack = false;
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  const sendAtMs = clock.now() + 60_000;
  t.match(await outbox.send('a', { ...request('k1'), sendAtMs }), {
    waiting: { status: 'queued', send_at: new Date(sendAtMs).toISOString() },
  });
  await t.rejects(outbox.send('a', { ...request('k1'), sendAtMs: sendAtMs + 1 }), { code: 'SUP_IDEMPOTENCY_KEY_REUSED' });
  t.match(await outbox.send('a', request('k2')), { taken: { status: 'sent' } }, 'others do not wait for it');
  clock.advance(59_000);
  await turn();
  t.equal(transport.shipments.length, 1);
  clock.advance(2_000);
  await turn();
  t.equal(transport.shipments.length, 2);
});

t.test('what waits can be cancelled, and what has gone out cannot', async (t) => {
  const { outbox, transport, lanes, events } = outboxLab(t);
  transport.connected = false;
  const first = idOf(await outbox.send('a', queued('k1')));
  const second = idOf(await outbox.send('a', queued('k2')));
  t.match(outbox.cancel('a', first), { status: 'cancelled' });
  t.match(outbox.cancel('a', first), { status: 'cancelled' }, 'a second time changes nothing');
  transport.connected = true;
  await lanes.run('a');
  t.equal(transport.shipments.length, 1);
  t.throws(() => outbox.cancel('a', second), { code: 'SUP_SEND_NOT_CANCELLABLE', statusCode: 409 });
  t.match(events, [{ data: { status: 'cancelled', send_id: first } }]);
});

t.test('what is called back is so on the disk before its caller hears of it', async (t) => {
  const { outbox, transport, database } = outboxLab(t);
  transport.connected = false;
  outbox.cancel('a', idOf(await outbox.send('a', queued('k1'))));
  t.match(database.prepare('SELECT status FROM sends').all(), [{ status: 'cancelled' }]);
});

t.test('where the disk refuses, nothing is called back', async (t) => {
  const { outbox, transport, database, events } = outboxLab(t);
  transport.connected = false;
  const id = idOf(await outbox.send('a', queued('k1')));
  database.exec('PRAGMA query_only = 1');
  t.throws(() => outbox.cancel('a', id), { code: 'SUP_STORAGE_UNAVAILABLE', statusCode: 503 });
  t.match(outbox.get('a', id), { status: 'queued' });
  t.strictSame(events, []);
  database.exec('PRAGMA query_only = 0');
});

t.test('one that was cut short goes first when it turns out not to have gone out, under the same id', async (t) => {
  const { outbox, transport, lanes, settlement } = outboxLab(t);
  transport.connected = false;
  for (const key of ['k1', 'k2']) await outbox.send('a', queued(key));
  transport.connected = true;
  transport.deliverNext = async () => {
    transport.connected = false;
    throw new IpcClosed('the other side closed it');
  };
  await lanes.run('a');
  transport.connected = true;
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  await lanes.run('a');
  t.equal(transport.shipments.length, 1, 'the second waits until it is known what became of the first');
  await settlement.connected('a');
  await lanes.run('a');
  const texts = transport.shipments.map(({ content }) => (content.kind === 'text' ? content.text : ''));
  t.strictSame(texts, ['k1', 'k1', 'k2']);
  t.equal(transport.shipments[1]?.ownId, transport.shipments[0]?.ownId);
});

t.test('a page that fails is tried a few times, and holds nobody else up', async (t) => {
  const { outbox, transport, lanes, clock, events } = outboxLab(t);
  transport.connected = false;
  for (const key of ['bad', 'good']) await outbox.send('a', queued(key));
  transport.connected = true;
  transport.deliverNext = async ({ ownId, content }) => {
    if (content.kind === 'text' && content.text === 'good') return sentAs(ownId, 1);
    throw new RemoteError('WRK_SEND_FAILED', 'WhatsApp Web did not take it.', 502);
  };
  await lanes.run('a');
  t.match(events, [{ data: { status: 'sent', idempotency_key: 'good' } }]);
  for (let n = 0; n < 12; n += 1) {
    clock.advance(6_000);
    await turn();
  }
  t.match(events.at(-1), { data: { status: 'failed', idempotency_key: 'bad', attempts: 10 } });
});

t.test('a session that turns out not to be there costs no attempt: what waits is tried again, in its order', async (t) => {
  const { outbox, transport, lanes, clock } = outboxLab(t);
  transport.connected = false;
  for (const key of ['k1', 'k2']) await outbox.send('a', queued(key));
  transport.connected = true;
  transport.deliverNext = async () => Promise.reject(new RemoteError('WRK_NOT_CONNECTED', 'It is reconnecting.', 409));
  await lanes.run('a');
  t.equal(transport.shipments.length, 1, 'not over and over');
  for (let n = 0; n < 20; n += 1) {
    clock.advance(1_000);
    await turn();
  }
  t.ok(transport.shipments.length > 15);
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  transport.shipments.length = 0;
  clock.advance(1_000);
  await turn();
  t.strictSame(
    transport.shipments.map(({ content }) => (content.kind === 'text' ? content.text : '')),
    ['k1', 'k2'],
  );
});

t.test('it is told how many wait, and where the most do', async (t) => {
  const { outbox, transport, lanes, ledger } = outboxLab(t);
  const queue = () => sendQueueOf(ledger.openCounts());
  t.strictSame(queue(), { waiting: 0, in_progress: 0, most_waiting: [] });
  await outbox.send('a', queued('taken by WhatsApp Web'));
  transport.connected = false;
  for (const key of ['1', '2', '3']) await outbox.send('b', queued(key));
  await outbox.send('a', queued('4'));
  t.strictSame(queue(), {
    waiting: 4,
    in_progress: 1,
    most_waiting: [
      { session_id: 'b', waiting: 3 },
      { session_id: 'a', waiting: 1 },
    ],
  });
  transport.connected = true;
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  await lanes.run('b');
  t.strictSame(queue(), { waiting: 1, in_progress: 1, most_waiting: [{ session_id: 'a', waiting: 1 }] });
});

t.test('ten sessions are named, in an order that does not change by itself; the sum has all', async (t) => {
  const open = Array.from({ length: 12 }, (_, n) => ({
    sessionId: `s${String(11 - n).padStart(2, '0')}`,
    waiting: n === 5 ? 9 : 2,
    inProgress: 1,
  }));
  const { waiting, in_progress: inProgress, most_waiting: most } = sendQueueOf([...open, { sessionId: 'idle', waiting: 0, inProgress: 1 }]);
  t.strictSame([waiting, inProgress], [31, 13]);
  t.strictSame(
    most.map(({ session_id: id }) => id),
    ['s06', 's00', 's01', 's02', 's03', 's04', 's05', 's07', 's08', 's09'],
  );
});
