import t from 'tap';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { MessageExtras } from '@whatsapp-service/shared/ipc/message-extras.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { pair, stop } from '../support/linked-worker.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const ann = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const bob = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
const worker = await pair(bench, ann);
const groupId = '120363000000000001@g.us';
const bobs = `${bob.number}@c.us`;

t.teardown(async () => {
  await stop(bench, worker);
  await bench.close();
  await simulator.close();
});

/** A message of Bob's, as it was told when it came. */
async function told(type: string, attributes: Parameters<typeof bob.sendKind>[2] = {}): Promise<MessageData> {
  const { id } = bob.sendKind(ann.number, type, attributes);
  const fact = await supervisor.when(type, () =>
    supervisor.facts.find((each) => each.type === 'message.received' && each.message.message_id.endsWith(id)),
  );
  if (fact.type !== 'message.received') throw new Error('Another fact was found.');
  return fact.message;
}

await t.test('a text tells its links, whom and which groups it mentions, and how it was shared', async (t) => {
  const plain = await told('chat', { body: 'nothing' });
  const extras = Object.keys(MessageExtras.properties);
  t.ok(extras.length > 10);
  t.same(
    Object.keys(plain).filter((name) => extras.includes(name)),
    [],
  );
  const body = 'see https://example.com/a?b=1 and www.example.org';
  const shared = { isForwarded: true, forwardingScore: 5, isEphemeral: true, ephemeralDuration: 86_400 };
  const groupMentions = [{ groupJid: groupId, groupSubject: 'Friends' }];
  const message = await told('chat', { body, groupMentions, mentionedJidList: [`${ann.number}@c.us`], ...shared });
  t.match(message, {
    links: [
      { url: 'https://example.com/a?b=1', suspicious: false },
      { url: 'http://www.example.org', suspicious: false },
    ],
    mentions: [`${ann.number}@c.us`],
    group_mentions: [{ group_id: groupId, subject: 'Friends' }],
    ...{ forwarded: true, forwarding_score: 5, disappears: true, disappears_after_seconds: 86_400 },
  });
  t.match(
    await supervisor.request('message.get', { messageId: message.message_id }),
    { links: message.links },
    'the same when it is asked for',
  );
});

await t.test('an answer tells what it answers to', async (t) => {
  const quotedMsg = { type: 'chat', body: 'When?' };
  const message = await told('chat', { body: 'Now', quotedMsg, quotedStanzaID: '3EB0AA', quotedParticipant: `${ann.number}@c.us` });
  t.same(message.quoted, { author: `${ann.number}@c.us`, type: 'chat', text: 'When?' });
});

await t.test('invitations, products, payments, calls and notices are told apart', async (t) => {
  const invite = { inviteCode: 'AbCd', inviteCodeExp: 1_767_225_600, inviteGrp: groupId, inviteGrpName: 'Friends' };
  t.same((await told('groups_v4_invite', invite)).group_invite, {
    ...{ group_id: groupId, group_name: 'Friends', code: 'AbCd', expires_at: '2026-01-01T00:00:00.000Z' },
  });
  const product = { productId: '77', title: 'Cake', description: 'With cherries', businessOwnerJid: bobs };
  t.same((await told('product', product)).product, { product_id: '77', title: 'Cake', description: 'With cherries', seller: bobs });
  const payment = { paymentCurrency: 'BRL', paymentAmount1000: 12_500, paymentStatus: 4, paymentNoteMsg: { body: 'rent' } };
  t.same((await told('payment', { ...payment, paymentTransactionTimestamp: 1_767_225_600 })).payment, {
    ...{ currency: 'BRL', amount_1000: 12_500, receiver: null, time: '2026-01-01T00:00:00.000Z', status: 4, note: 'rent' },
  });
  const call = { isVideoCall: true, callOutcome: 'Connected', callDuration: 61 };
  t.same((await told('call_log', call)).call, { video: true, outcome: 'Connected', duration_seconds: 61 });
  const notice = await told('e2e_notification', { subtype: 'encrypt' });
  t.same(notice.notice, { kind: 'e2e_notification', action: 'encrypt' });
});

await t.test('an order tells what it is about, to who has its token', async (t) => {
  const detail = {
    products: [{ id: '77', name: 'Cake', quantity: 2, price: '5000', currency: 'EUR' }],
    ...{ subtotal: '10000', total: '11900', currency: 'EUR', createdAt: 1_767_225_600 },
  };
  const sent = { orderId: '9', orderTitle: 'Cakes', itemCount: 2, sellerJid: bobs };
  const message = await told('order', { ...sent, token: 'secret', orderDetail: detail });
  t.same(message.order, { order_id: '9', title: 'Cakes', item_count: 2, seller: bobs });
  t.notMatch(JSON.stringify(message), /secret/);
  const order = (messageId: string) => supervisor.request('message.order', { messageId });
  t.same(await order(message.message_id), {
    order: {
      products: [{ product_id: '77', name: 'Cake', quantity: 2, price: '5000', currency: 'EUR' }],
      ...{ subtotal: '10000', total: '11900', currency: 'EUR', created_at: '2026-01-01T00:00:00.000Z' },
    },
  });
  const forgotten = await told('order', { ...sent, orderId: '10', token: 'secret' });
  t.same(await order(forgotten.message_id), { order: null });
  const text = await told('chat', { body: 'no order' });
  await t.rejects(order(text.message_id), { code: 'WRK_NOT_FOR_MESSAGE', statusCode: 422 });
  await t.rejects(order(`false_${bobs}_3EB0FFFF`), { code: 'WRK_MESSAGE_NOT_FOUND', statusCode: 404 });
});
