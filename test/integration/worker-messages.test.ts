import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const phone = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const friend = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;

t.before(() => link(bench, phone));
t.beforeEach(() => {
  simulator.faults.clear();
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

async function send(idempotencyKey: string, to: string, text: string) {
  return supervisor.request('message.send', { idempotencyKey, to, text });
}

function acksOf(messageId: string): number[] {
  return supervisor.facts.flatMap((fact) => (fact.type === 'message.ack' && fact.message_id === messageId ? [fact.ack] : []));
}

function received(): string[] {
  return supervisor.facts.flatMap((fact) => (fact.type === 'message.received' ? [fact.message.text] : []));
}

function isAck(ack: number) {
  return (fact: Fact) => fact.type === 'message.ack' && fact.ack === ack;
}

await t.test('texts go both ways, with their acks', async (t) => {
  const worker = await restore(bench);
  const sent = await send('one', '+15550000002', 'hello');
  t.match(sent, { messageId: /^true_15550000002@c\.us_/, ack: 0 });
  const arrived = await friend.waitForMessage(({ body }) => body === 'hello');
  t.match(arrived, { from: phone.number });
  await supervisor.when('ack 2', () => supervisor.facts.find(isAck(2)));
  friend.read(phone.number);
  await supervisor.when('ack 3', () => supervisor.facts.find(isAck(3)));
  t.same(
    acksOf(sent.messageId).toSorted((a, b) => a - b),
    [1, 2, 3],
  );
  t.match(await supervisor.fact('message.sent'), { message: { message_id: sent.messageId, from_me: true, text: 'hello' } });
  friend.send(phone.number, 'hello back');
  t.match(await supervisor.fact('message.received'), {
    message: { chat_id: '15550000002@c.us', from: '15550000002@c.us', from_me: false, text: 'hello back', type: 'chat', author: null },
  });
  phone.send(friend.number, 'from the phone');
  t.match(await supervisor.fact('message.sent', 2), { message: { text: 'from the phone', from_me: true } });
  await stop(bench, worker);
  t.same(supervisor.violations, []);
  t.notMatch(bench.log, /hello/, 'no text is logged');
});

await t.test('one idempotency key sends once, also while the first call is under way', async (t) => {
  const worker = await restore(bench);
  const before = friend.messages(phone.number).length;
  const [first, joined] = await Promise.all([send('key', friend.number, 'once'), send('key', friend.number, 'once')]);
  const later = await send('key', friend.number, 'once');
  t.same([joined, later], [first, first]);
  const other = await send('other key', friend.number, 'twice');
  t.not(other.messageId, first.messageId);
  await friend.waitForMessage(({ body }) => body === 'twice');
  t.equal(friend.messages(phone.number).length, before + 2);
  await stop(bench, worker);
});

await t.test('a receiver that is not on WhatsApp is refused, and the key can be used again', async (t) => {
  const worker = await restore(bench);
  t.match(await supervisor.request('contact.check_number', { phoneNumber: '+15559999999' }), { chatId: null });
  const known = await supervisor.request('contact.check_number', { phoneNumber: `+${friend.number}` });
  t.same(known, { chatId: `${friend.number}@c.us`, formatted: '+15 550 000 002', countryCode: '1' });
  await t.rejects(send('k', '15559999999', 'nobody'), { code: 'WRK_NOT_ON_WHATSAPP', statusCode: 422 });
  t.match(await send('k', friend.number, 'somebody'), { ack: 0 });
  await stop(bench, worker);
});

await t.test('a burst of messages comes whole and in order', async (t) => {
  const worker = await restore(bench);
  const texts = Array.from({ length: 200 }, (_, index) => `burst ${index}`);
  for (const text of texts) friend.send(phone.number, text);
  await supervisor.when('the last text of the burst', () => received().includes(texts.at(-1) ?? '') || undefined);
  t.same(
    received().filter((text) => text.startsWith('burst')),
    texts,
  );
  await stop(bench, worker);
});

await t.test('a screenshot is written where init says', async (t) => {
  const worker = await restore(bench);
  const answer = await supervisor.request('page.screenshot', { fileName: 'shot.png' });
  t.ok(answer.bytes > 100);
  t.match(await supervisor.request('page.probe', {}), { state: 'CONNECTED' });
  await stop(bench, worker);
});
