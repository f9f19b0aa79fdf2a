import t from 'tap';
import { MessageSender } from '@whatsapp-service/worker/session/message-sender.ts';
import { FakeClient, messageData } from '../../../support/fake-client.ts';

const ownId = '3EB0000000000000000001';
const messageId = `true_15550000002@c.us_${ownId}`;
const question = { idempotencyKey: 'k', ownId, to: '15550000002' };
const order = { ...question, content: { kind: 'text' as const, text: 'Hello' } };
const timestamp = '2026-01-01T00:00:00.000Z';

/** A sender whose client sends as `send` says, and whose page then knows what `found` gives. */
function senderWith(send: () => Promise<ReturnType<typeof messageData>>, found: () => number | undefined) {
  const client = new FakeClient();
  const asked: string[] = [];
  const messages = {
    ...client.messages,
    send,
    findOwn: async (chatId: string) => {
      asked.push(chatId);
      const ack = found();
      return ack === undefined ? undefined : { messageId, timestamp, ack };
    },
  };
  return { sender: new MessageSender(() => Object.assign(client, { messages })), asked };
}

await t.test('what no ack had confirmed when it was sent is looked up in its chat: the page knows of acks since', async (t) => {
  let ack: number | undefined = 0;
  const { sender, asked } = senderWith(
    async () => messageData({ message_id: messageId, timestamp }),
    () => ack,
  );
  await sender.send(order);
  t.strictSame(await sender.find(question), { messageId, timestamp, ack: 0 });
  ack = 2;
  t.strictSame(await sender.find(question), { messageId, timestamp, ack: 2 });
  ack = undefined;
  t.equal(await sender.find(question), null, 'its page has gone and did not keep it');
  t.strictSame(asked, ['15550000002@c.us', '15550000002@c.us', '15550000002@c.us']);
});

await t.test('what is known for certain is not asked of the page: a confirmed message, and one whose id could not be chosen', async (t) => {
  for (const sent of [
    { message_id: messageId, ack: 1 },
    { message_id: 'true_15550000002@c.us_OTHER', ack: 0 },
  ]) {
    const { sender, asked } = senderWith(
      async () => messageData({ ...sent, timestamp }),
      () => undefined,
    );
    await sender.send(order);
    t.match(await sender.find(question), { messageId: sent.message_id, ack: sent.ack });
    t.strictSame(asked, []);
  }
});

await t.test('a send whose page went away is looked up in the page that is there now', async (t) => {
  let found: number | undefined;
  const { sender } = senderWith(
    async () => Promise.reject(new Error('Protocol error: Target closed')),
    () => found,
  );
  await t.rejects(sender.send(order), { code: 'WRK_SEND_INTERRUPTED' });
  t.equal(await sender.find(question), null);
  found = 1;
  t.match(await sender.find(question), { messageId, ack: 1 });
});

await t.test('a send that threw, and whose page then cannot tell, stays open: it may have gone out', async (t) => {
  let sends = 0;
  const gone = new Error('Protocol error: Target closed');
  let found: () => number | undefined = () => {
    throw gone;
  };
  const { sender } = senderWith(
    async () => {
      sends += 1;
      return Promise.reject(new Error('r: r'));
    },
    () => found(),
  );
  await t.rejects(sender.send(order), { code: 'WRK_SEND_INTERRUPTED' });
  await t.rejects(sender.send(order), { code: 'WRK_SEND_INTERRUPTED' });
  t.equal(sends, 1, 'its key is taken');
  found = () => 1;
  t.match(await sender.find(question), { messageId, ack: 1 });
});
