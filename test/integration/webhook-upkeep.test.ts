import t from 'tap';
import { FakeClock } from '../support/fake-clock.ts';
import { eventually, openReceiver, webhookLab } from '../support/webhook-lab.ts';
import type { Received } from '../support/webhook-lab.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const numbersOf = (received: readonly Received[]) => received.map(({ event }) => event.data['number']);

/** Lets the lab's clock go on while something real is waited for. */
async function comes(clock: FakeClock, what: string, isTrue: () => boolean): Promise<void> {
  await eventually(what, () => {
    clock.advance(30);
    return isTrue();
  });
}

t.test('what could not be delivered for 3 days becomes a dead letter, and nothing before', async (t) => {
  const receiver = await openReceiver(t);
  receiver.behaviour.answer = () => 500;
  const clock = new FakeClock();
  const { webhooks, log } = webhookLab(t, {}, clock).open();
  const { id } = await webhooks.create({ url: receiver.url });
  const lettersOf = () => webhooks.deadLetters(id, 0, 10).dead_letters;
  log('a');
  await comes(clock, 'it is tried', () => webhooks.deliveries(id, 1e9, 10).deliveries.length >= 1);
  clock.advance(dayMs);
  log('a');
  clock.advance(2 * dayMs - hourMs);
  const before = receiver.received.length;
  await comes(clock, 'it is tried on', () => receiver.received.length > before);
  t.strictSame(lettersOf(), []);
  t.equal(webhooks.get(id).pending, 2);
  clock.advance(hourMs);
  await comes(clock, 'it is given up', () => lettersOf().length === 1);
  t.match(lettersOf(), [{ event: { data: { number: 1 } }, status_code: 500, reason: 'It could not be delivered for 3 days.' }]);
  t.ok((lettersOf()[0]?.attempts ?? 0) >= 3);
  t.equal(webhooks.get(id).pending, 1, 'the second one has a day left');
  receiver.behaviour.answer = () => 204;
  clock.advance(2 * 60_000);
  await comes(clock, 'the second one arrives', () => webhooks.get(id).pending === 0);
  t.equal(numbersOf(receiver.received).at(-1), 2);
  t.strictSame(webhooks.redrive(id, undefined), { redriven: 1 });
  await comes(clock, 'the letter is delivered', () => lettersOf().length === 0);
  t.equal(numbersOf(receiver.received).at(-1), 1);
});

t.test('an event that is due while nothing is sent to its receiver is given up all the same', async (t) => {
  const receiver = await openReceiver(t);
  receiver.behaviour.answer = () => 500;
  const clock = new FakeClock();
  const { webhooks, log } = webhookLab(t, {}, clock).open();
  const { id } = await webhooks.create({ url: receiver.url });
  const sessions = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  for (const session of sessions) log(session);
  await eventually('all were tried', () => {
    clock.advance(60_000);
    return new Set(webhooks.deliveries(id, 1e9, 100).deliveries.map(({ session_id: session }) => session)).size === sessions.length;
  });
  const before = receiver.received.length;
  receiver.behaviour.delayMs = 60_000;
  for (let hour = 0; hour < 74; hour += 1) clock.advance(hourMs);
  t.ok(receiver.received.length <= before + 1, 'the circuit is open: one attempt hangs, and no other begins');
  await comes(clock, 'the others are given up', () => webhooks.deadLetters(id, 0, 10).dead_letters.length >= sessions.length - 1);
});

t.test('old events go, and those that are still owed to a webhook stay until they are delivered', async (t) => {
  const receiver = await openReceiver(t);
  const clock = new FakeClock();
  const { webhooks, log, eventLog } = webhookLab(t, { EVENT_RETENTION_DAYS: '1' }, clock).open();
  const { id } = await webhooks.create({ url: receiver.url, session_id: 'a' });
  for (const session of ['b', 'a', 'b']) log(session);
  await comes(clock, 'its own is delivered', () => webhooks.get(id).pending === 0);
  receiver.behaviour.answer = () => 503;
  for (const session of ['a', 'b']) log(session);
  const seqsKept = () => eventLog.read({ after: 0, limit: 100 }).events.map(({ seq }) => seq);
  clock.advance(dayMs - 2 * 60_000);
  t.strictSame(seqsKept(), [1, 2, 3, 4, 5], 'none is a day old');
  clock.advance(5 * 60_000);
  t.strictSame(seqsKept(), [4, 5], 'what is owed stays, and what came after it');
  receiver.behaviour.answer = () => 204;
  clock.advance(5 * 60_000);
  await comes(clock, 'it is delivered', () => webhooks.get(id).pending === 0);
  clock.advance(2 * 60_000);
  t.strictSame(seqsKept(), []);
  t.equal(eventLog.read({ after: 0, limit: 1 }).last_seq, 5, 'the numbers go on');
  t.equal(log('a')?.seq, 6);
  await comes(clock, 'the next arrives', () => webhooks.get(id).pending === 0);
  t.equal(numbersOf(receiver.received).at(-1), 6);
});

t.test('a disabled webhook holds up no removal, and gets what the log still has', async (t) => {
  const receiver = await openReceiver(t);
  const clock = new FakeClock();
  const { webhooks, log, eventLog } = webhookLab(t, { EVENT_RETENTION_DAYS: '1' }, clock).open();
  const { id } = await webhooks.create({ url: receiver.url, enabled: false });
  log('a');
  clock.advance(dayMs + 2 * 60_000);
  t.strictSame(eventLog.read({ after: 0, limit: 10 }).events, []);
  log('a');
  await webhooks.change(id, { enabled: true });
  await comes(clock, 'the second one arrives', () => webhooks.get(id).pending === 0);
  t.strictSame(numbersOf(receiver.received), [2]);
});

t.test('a database that grows too large loses its oldest events until it is small enough', async (t) => {
  const clock = new FakeClock();
  const { log, eventLog, database } = webhookLab(t, { EVENT_RETENTION_DAYS: '0', EVENT_RETENTION_MB: '2' }, clock).open();
  const text = 'x'.repeat(1_000);
  for (let count = 0; count < 3_000; count += 1) log('a', 'message.received', { text });
  clock.advance(10 * 60_000);
  const kept = eventLog.read({ after: 0, limit: 5_000 }).events.map(({ seq }) => seq);
  t.ok(kept.length > 500 && kept.length < 2_000, `${kept.length} are kept`);
  t.equal(kept.at(-1), 3_000, 'the newest ones');
  const [used] = database
    .prepare(
      'SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()',
    )
    .all();
  t.ok(Number(used?.['bytes']) <= 2 * 1024 * 1024);
});

t.test('on a full disk deliveries go on; what is logged meanwhile follows, each once and in order', async (t) => {
  const receiver = await openReceiver(t);
  const lab = webhookLab(t);
  const first = lab.open();
  const { id } = await first.webhooks.create({ url: receiver.url });
  // The limit that SQLite itself knows: its error is the one of a full disk.
  first.database.exec('PRAGMA max_page_count = 1');
  const text = 'x'.repeat(8_000);
  let count = 0;
  while (first.storage.writes.refusal === undefined && count < 200) {
    count += 1;
    first.log('a', 'message.received', { text });
  }
  t.match(first.storage.writes.refusal?.fault, /full/);
  for (let more = 0; more < 5; more += 1) first.log('a', 'message.received', { text });
  await t.rejects(first.webhooks.create({ url: receiver.url }), { code: 'SUP_STORAGE_UNAVAILABLE' });
  await t.rejects(first.webhooks.change(id, { enabled: false }), { code: 'SUP_STORAGE_UNAVAILABLE' });
  t.throws(() => first.webhooks.remove(id), { code: 'SUP_STORAGE_UNAVAILABLE' });
  await eventually('what is in the log is delivered', () => receiver.received.length === count - 1);
  first.database.exec('PRAGMA max_page_count = 1000000');
  await eventually('all arrive', () => first.webhooks.undeliveredCount() === 0 && receiver.received.length >= count + 5);
  t.strictSame(
    numbersOf(receiver.received),
    Array.from({ length: count + 5 }, (_, index) => index + 1),
  );
  await first.close();
  t.equal(lab.open().webhooks.undeliveredCount(), 0, 'and what came of the deliveries is kept');
});
