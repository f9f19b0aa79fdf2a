import t from 'tap';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { MessageFeed } from '@whatsapp-service/worker/session/message-feed.ts';
import { messageData } from '../../../support/fake-client.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function setUp() {
  const told: Fact[] = [];
  const clock = new FakeClock();
  const link = { isFull: false };
  const feed = new MessageFeed({
    clock,
    state: (fact) => {
      if (!link.isFull) told.push(fact);
      return !link.isFull;
    },
  });
  const shown = () =>
    told.splice(0).map((fact) => {
      if (fact.type !== 'message.received' && fact.type !== 'message.sent') return fact.type;
      return [fact.message.message_id, fact.backfilled && 'backfilled', fact.behind && 'behind'].filter(Boolean).join(' ');
    });
  const message = (id: string) => ({ type: 'message.received', message: messageData({ message_id: id, from_me: false }) }) as const;
  return { clock, feed, link, message, shown };
}

await t.test('what comes while something is missing waits until that is told', async (t) => {
  const { feed, message, shown } = setUp();
  feed.tell(message('live'));
  feed.tell({ type: 'message.ack', message_id: 'live', chat_id: 'c', ack: 3 });
  t.same(shown(), []);
  feed.backfill(message('missed'));
  feed.caughtUp([]);
  feed.tell(message('next'));
  t.same(shown(), ['missed backfilled behind', 'messages.caught_up', 'live', 'message.ack', 'next']);
});

await t.test('a message is told once, whichever way it comes', async (t) => {
  const { feed, message, shown } = setUp();
  feed.tell(message('a'));
  feed.backfill(message('a'));
  feed.caughtUp([]);
  feed.tell(message('a'));
  feed.fallBehind();
  feed.backfill(message('a'));
  feed.caughtUp([]);
  t.same(shown(), ['a backfilled behind', 'messages.caught_up', 'messages.caught_up']);
});

await t.test('of what waits one can be told before the others', async (t) => {
  const { feed, message, shown } = setUp();
  for (const id of ['a', 'b', 'c']) feed.tell(message(id));
  t.ok(feed.holds('b'));
  feed.tellHeld('b');
  t.notOk(feed.holds('b'));
  feed.caughtUp([]);
  t.same(shown(), ['b behind', 'messages.caught_up', 'a', 'c']);
});

await t.test('it waits a minute at most, and then moves no cursor', async (t) => {
  const { clock, feed, message, shown } = setUp();
  feed.caughtUp([]);
  feed.tell(message('before'));
  feed.fallBehind();
  feed.tell(message('held'));
  t.same(shown(), ['messages.caught_up', 'before']);
  clock.advance(60_000);
  feed.tell(message('later'));
  t.same(shown(), ['held behind', 'later behind']);
});

await t.test('a message that finds no place is told when it comes again, and those after it move no cursor until then', async (t) => {
  const { feed, link, message, shown } = setUp();
  feed.caughtUp([]);
  link.isFull = true;
  feed.tell(message('refused'));
  link.isFull = false;
  feed.tell(message('after'));
  t.ok(feed.isBehind);
  feed.backfill(message('refused'));
  feed.caughtUp([]);
  t.same(shown(), ['messages.caught_up', 'after behind', 'refused backfilled behind', 'messages.caught_up']);
});

await t.test('a call is told at once, whatever waits', async (t) => {
  const { feed, message, shown } = setUp();
  feed.tell(message('a'));
  const data = { call_id: 'c', from: '2@c.us', video: false, group: false, outgoing: false, participants: [] };
  feed.tell({ type: 'call.received', identity: 'c', data });
  t.same(shown(), ['call.received']);
});

await t.test('what happened in a group waits and is told once as messages are', async (t) => {
  const { feed, shown } = setUp();
  const data = {
    notification_id: 'n',
    group_id: 'g',
    action: 'add',
    author: null,
    participants: [],
    value: null,
    timestamp: '2026-01-01T00:00:00.000Z',
  };
  const note = { type: 'group.participant_joined', identity: 'n', data } as const;
  feed.tell(note);
  t.ok(feed.holds('n'));
  feed.backfill(note);
  feed.caughtUp([]);
  t.same(shown(), ['group.participant_joined', 'messages.caught_up']);
});

await t.test('at the end of the process what waits for earlier messages is left to the next one', async (t) => {
  const { feed, message, shown } = setUp();
  feed.tell(message('live'));
  feed.tell({ type: 'message.ack', message_id: 'live', chat_id: 'c', ack: 3 });
  feed.tell({ type: 'message.ack', message_id: 'sent before', chat_id: 'c', ack: 3 });
  feed.leave();
  t.same(shown(), ['message.ack'], 'an ack of what the log has waits for nothing');
  feed.tell(message('while the browser closes'));
  t.same(shown(), []);
});

await t.test('at the end of an idle session nothing is left', async (t) => {
  const { feed, message, shown } = setUp();
  feed.caughtUp([]);
  feed.tell(message('live'));
  feed.leave();
  t.same(shown(), ['messages.caught_up', 'live']);
});
