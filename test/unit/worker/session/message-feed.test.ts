import { pino } from 'pino';
import t from 'tap';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { MessageFeed } from '@whatsapp-service/worker/session/message-feed.ts';
import { FakeClient, messageData } from '../../../support/fake-client.ts';

function setUp() {
  const facts: Fact[] = [];
  const feed = new MessageFeed({ log: pino({ level: 'silent' }), state: (fact) => facts.push(fact) });
  return { facts, feed };
}

await t.test('a message is told once, however often it comes', async (t) => {
  const { facts, feed } = setUp();
  const client = new FakeClient();
  const message = messageData({ message_id: 'a', from_me: false });
  client.unreadMessages = async () => [message, messageData({ message_id: 'b', from_me: false })];
  feed.message(message);
  await feed.catchUp(client, 0);
  feed.message(message);
  t.same(
    facts.map((fact) => (fact.type === 'message.received' ? fact.message.message_id : fact.type)),
    ['a', 'b'],
  );
});

await t.test('what is from this account is told as sent', async (t) => {
  const { facts, feed } = setUp();
  feed.message(messageData({ from_me: true }));
  t.match(facts, [{ type: 'message.sent' }]);
});

await t.test('unread messages of before the link are left out', async (t) => {
  const { facts, feed } = setUp();
  const client = new FakeClient();
  client.unreadMessages = async () => [messageData({ from_me: false, timestamp: '2026-01-01T00:00:00.000Z' })];
  await feed.catchUp(client, Date.parse('2026-01-01T00:00:01.000Z'));
  t.same(facts, []);
});

await t.test('unread chats that cannot be read break nothing', async (t) => {
  const { facts, feed } = setUp();
  const client = new FakeClient();
  client.unreadMessages = async () => {
    throw new Error('no such module');
  };
  await feed.catchUp(client, 0);
  t.same(facts, []);
});
