import t from 'tap';
import { IpcClosed, RemoteError } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import { outboxLab, request, sentAs, takenOf } from '../../../support/outbox-lab.ts';

const closed = async (): Promise<never> => Promise.reject(new IpcClosed('the other side closed it'));

/** Lets what has failed be noted. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

t.test('a request that is repeated, at once or later, is one message with one answer', async (t) => {
  const { outbox, transport, restart } = outboxLab(t);
  const [first, second] = await Promise.all([outbox.send('a', request('k')), outbox.send('a', request('k'))]);
  t.match(takenOf(first), { message_id: /_3EB0[0-9A-F]{18}$/, status: 'pending', send_id: /^snd_/ });
  t.strictSame(second, first);
  t.strictSame(await outbox.send('a', request('k')), first);
  t.strictSame(await restart().outbox.send('a', request('k')), first, 'also after a restart');
  t.equal(transport.shipments.length, 1);
  await outbox.send('b', request('k'));
  t.equal(transport.shipments.length, 2, 'a key belongs to its session');
});

t.test('the same key with another message is refused, and nothing is sent', async (t) => {
  const { outbox, transport } = outboxLab(t);
  await outbox.send('a', request('k'));
  await t.rejects(outbox.send('a', request('k', 'Another')), { code: 'SUP_IDEMPOTENCY_KEY_REUSED', statusCode: 422 });
  t.equal(transport.shipments.length, 1);
});

t.test('a key is free again after its time', async (t) => {
  const { outbox, transport, clock } = outboxLab(t);
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  const first = takenOf(await outbox.send('a', request('k')));
  clock.advance(24 * 3_600_000);
  const second = takenOf(await outbox.send('a', request('k', 'Another')));
  t.not(second.message_id, first.message_id);
  t.equal(transport.shipments.length, 2);
  t.match(outbox.get('a', first.send_id), { idempotency_key: 'k' }, 'what became of the first can still be asked');
});

t.test('what cannot be sent now is not kept, and its key stays free', async (t) => {
  const { outbox, transport } = outboxLab(t);
  transport.connected = false;
  await t.rejects(outbox.send('a', request('k')), { code: 'SUP_SESSION_NOT_CONNECTED', statusCode: 409 });
  t.strictSame(outbox.list('a', { limit: 10 }).sends, []);
  transport.connected = true;
  await outbox.send('a', request('k', 'Another'));
});

t.test('nothing goes out before its record is on the disk', async (t) => {
  const { outbox, transport, database, writes, clock } = outboxLab(t);
  database.exec('PRAGMA query_only = 1');
  await t.rejects(outbox.send('a', request('k')), { code: 'SUP_STORAGE_UNAVAILABLE', statusCode: 503 });
  await t.rejects(outbox.send('a', request('k')), { code: 'SUP_STORAGE_UNAVAILABLE' }, 'nor while it goes on refusing');
  database.exec('PRAGMA query_only = 0');
  clock.advance(2_000);
  t.equal(writes.refusal, undefined);
  t.strictSame(outbox.list('a', { limit: 10 }).sends, [], 'what was refused does not come later');
  t.equal(transport.shipments.length, 0);
  await outbox.send('a', request('k'));
  t.equal(transport.shipments.length, 1);
});

t.test('what the worker refuses stays refused for its key', async (t) => {
  const { outbox, transport, released } = outboxLab(t);
  transport.deliverNext = async () => Promise.reject(new RemoteError('WRK_NOT_ON_WHATSAPP', 'The number is not on WhatsApp.', 422));
  for (const _time of [1, 2]) await t.rejects(outbox.send('a', request('k')), { code: 'WRK_NOT_ON_WHATSAPP', statusCode: 422 });
  t.equal(transport.shipments.length, 1);
  t.strictSame(released, [request('k').content], 'its content is let go');
});

t.test('where nothing was sent and the message is not to blame, the same key tries again with the same id', async (t) => {
  const { outbox, transport } = outboxLab(t);
  transport.deliverNext = async () => Promise.reject(new RemoteError('WRK_SEND_FAILED', 'WhatsApp Web did not take it.', 502));
  await t.rejects(outbox.send('a', request('k')), { code: 'SUP_WORKER_FAILED', statusCode: 502 });
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  t.match(await outbox.send('a', request('k')), { taken: { status: 'sent' } });
  const [first, second] = transport.shipments;
  t.equal(second?.ownId, first?.ownId);
  t.not(second?.idempotencyKey, first?.idempotencyKey, 'for the worker it is another call');
});

t.test('a send whose worker ends is settled once its session is back: as sent', async (t) => {
  const { outbox, transport, settlement, events } = outboxLab(t);
  transport.deliverNext = closed;
  const answer = outbox.send('a', request('k'));
  const again = outbox.send('a', request('k'));
  transport.findNext = async (ownId) => sentAs(ownId, 1);
  await turn();
  await settlement.connected('a');
  t.match(await answer, { taken: { status: 'sent' } });
  t.strictSame(await again, await answer, 'who repeats it meanwhile gets the same');
  t.equal(transport.shipments.length, 1);
  t.match(events, [{ type: 'message.send_settled', sessionId: 'a', data: { status: 'sent', idempotency_key: 'k' } }]);
});

t.test('and as failed where WhatsApp Web has no such message; then the same key sends it', async (t) => {
  const { outbox, transport, settlement, events } = outboxLab(t);
  transport.deliverNext = closed;
  const answer = outbox.send('a', request('k'));
  answer.catch(() => undefined);
  await turn();
  await settlement.connected('a');
  await t.rejects(answer, { code: 'SUP_SEND_NOT_SENT', statusCode: 503, message: /nothing was sent/ });
  t.match(events, [{ data: { status: 'failed', error: { code: 'SUP_SEND_NOT_SENT', retryable: true } } }]);
  transport.deliverNext = async ({ ownId }) => sentAs(ownId, 1);
  t.match(await outbox.send('a', request('k')), { taken: { status: 'sent' } });
});

t.test('a page that comes while the one before is still being asked is asked as well', async (t) => {
  const { outbox, transport, settlement } = outboxLab(t);
  transport.deliverNext = closed;
  const answer = outbox.send('a', request('k'));
  await turn();
  let lose: (error: Error) => void = () => undefined;
  transport.findNext = async () =>
    new Promise((_resolve, reject) => {
      lose = reject;
    });
  const first = settlement.connected('a');
  transport.findNext = async (ownId) => sentAs(ownId, 1);
  const second = settlement.connected('a');
  lose(new IpcClosed('the page is gone'));
  await Promise.all([first, second]);
  t.match(await answer, { taken: { status: 'sent' } });
  t.equal(transport.looked.length, 2);
});

t.test('a send that a killed service left open is settled by the next one', async (t) => {
  const { outbox, transport, restart } = outboxLab(t);
  transport.deliverNext = async () => new Promise(() => undefined);
  void outbox.send('a', request('k'));
  const next = restart();
  const answer = next.outbox.send('a', request('k'));
  transport.findNext = async (ownId) => sentAs(ownId, 2);
  await next.settlement.connected('a');
  t.match(await answer, { taken: { status: 'sent' } });
  t.equal(transport.shipments.length, 1);
});

t.test('a message that WhatsApp Web took and that is gone with its page is sent again under its id', async (t) => {
  const { outbox, transport, settlement, ledger } = outboxLab(t);
  const { send_id: sendId } = takenOf(await outbox.send('a', request('k')));
  await settlement.connected('a');
  t.equal(transport.shipments.length, 2);
  t.equal(transport.shipments[1]?.ownId, transport.shipments[0]?.ownId);
  t.match(ledger.find('a', sendId), { status: 'pending', attempts: 2 });
});

t.test('a caller is told after a while that nothing is known yet, with what it can do', async (t) => {
  const { outbox, transport, clock } = outboxLab(t);
  transport.connected = true;
  transport.deliverNext = closed;
  const answer = outbox.send('a', request('k'));
  answer.catch(() => undefined);
  await turn();
  transport.connected = false;
  clock.advance(40_000);
  await t.rejects(answer, { code: 'SUP_SEND_UNSETTLED', statusCode: 504, message: /"Idempotency-Key: k"/ });
});

t.test('while the service ends, an open send is answered at once with its key', async (t) => {
  const { outbox, transport, state } = outboxLab(t);
  transport.deliverNext = closed;
  const answer = outbox.send('a', request('k'));
  answer.catch(() => undefined);
  await turn();
  state.isDraining = true;
  outbox.leave();
  await t.rejects(answer, { code: 'SUP_SEND_HANDED_OVER', statusCode: 503, message: /"Idempotency-Key: k"/ });
});

t.test('sends are listed newest first, by status and key, a page at a time', async (t) => {
  const { outbox, transport } = outboxLab(t);
  for (const key of ['k1', 'k2', 'k3']) await outbox.send('a', request(key));
  transport.deliverNext = async () => Promise.reject(new RemoteError('WRK_NOT_ON_WHATSAPP', 'No.', 422));
  await outbox.send('a', request('k4')).catch(() => undefined);
  const keysOf = (query: object) => outbox.list('a', { limit: 2, ...query }).sends.map((send) => send.idempotency_key);
  t.strictSame(keysOf({}), ['k4', 'k3']);
  const { next_cursor: cursor } = outbox.list('a', { limit: 2 });
  t.strictSame(keysOf({ cursor }), ['k2', 'k1']);
  t.strictSame(keysOf({ status: 'failed' }), ['k4']);
  t.strictSame(keysOf({ idempotencyKey: 'k2' }), ['k2']);
  t.strictSame(keysOf({ status: 'sent' }), []);
  t.throws(() => outbox.list('a', { limit: 2, cursor: 'zz' }), { code: 'SUP_CURSOR_INVALID' });
  t.throws(() => outbox.get('b', outbox.list('a', { limit: 1 }).sends[0]?.send_id ?? ''), { code: 'SUP_SEND_NOT_FOUND' });
});
