import t from 'tap';
import { maxFrameBytes } from '@whatsapp-service/shared/ipc/contract.ts';
import { chatDataOf, chatPageOf, cursorOf } from '@whatsapp-service/worker/whatsapp/chat-data-of.ts';
import { foundMessage, pageThatFits, withinShare } from '@whatsapp-service/worker/whatsapp/page-that-fits.ts';
import { deliveryInfoOf, pollVotesOf, reactionsOf } from '@whatsapp-service/worker/whatsapp/message-reports-of.ts';
import { messageData } from '../../../support/fake-client.ts';

const nowMs = Date.UTC(2026, 0, 1);
const raw = { id: '1@c.us', server: 'c.us', name: 'One', unread: 3, t: nowMs / 1_000 };

t.test('what the page says of a chat is put in the contract’s words', async (t) => {
  t.strictSame(chatDataOf(raw, null, nowMs), {
    chat_id: '1@c.us',
    kind: 'person',
    name: 'One',
    unread_count: 3,
    marked_unread: false,
    archived: false,
    pinned: false,
    muted_until: null,
    read_only: false,
    timestamp: '2026-01-01T00:00:00.000Z',
    last_message: null,
  });
  const kinds = ['c.us', 'lid', 'g.us', 'newsletter', 'broadcast', 'call'].map(
    (server) => chatDataOf({ ...raw, server }, null, nowMs).kind,
  );
  t.strictSame(kinds, ['person', 'person', 'group', 'channel', 'broadcast', 'other']);
  t.equal(chatDataOf({ id: 'status@broadcast', server: 'broadcast' }, null, nowMs).kind, 'status');
  t.match(chatDataOf({ ...raw, unread: -1 }, null, nowMs), { unread_count: 0, marked_unread: true });
});

t.test('a chat is muted for ever, until a time, or until a time that is over: then it is not', async (t) => {
  const mutedUntil = (muted: unknown) => chatDataOf({ ...raw, muted }, null, nowMs).muted_until;
  t.strictSame([-1, nowMs / 1_000 + 60, nowMs / 1_000 - 60, 0, undefined, 'x', 1e300].map(mutedUntil), [
    'forever',
    '2026-01-01T00:01:00.000Z',
    null,
    null,
    null,
    null,
    null,
  ]);
});

t.test('a list goes on after a chat without any activity too', async (t) => {
  t.equal(cursorOf(chatDataOf(raw, null, nowMs)), `${nowMs / 1_000}_1@c.us`);
  t.equal(cursorOf(chatDataOf({ ...raw, t: 0 }, null, nowMs)), '0_1@c.us');
});

t.test('the last message of a chat is cut, and so is one that was found', async (t) => {
  const links = [{ url: 'https://a.example/', suspicious: false }];
  const quoted = { author: '1@c.us', type: 'chat', text: 'When?' };
  const long = messageData({ text: 'x'.repeat(5_000), vcards: ['BEGIN:VCARD'], mentions: ['1@c.us'], links, quoted });
  const { vcards: _vcards, mentions: _mentions, links: _links, ...short } = long;
  t.strictSame(chatDataOf(raw, long, nowMs).last_message, { ...short, text: 'x'.repeat(1_000) });
  t.strictSame(foundMessage(long), { ...short, text: 'x'.repeat(2_000) });
});

t.test('a page holds what fits into a frame, and one message at least', async (t) => {
  const messages = Array.from({ length: 5 }, (_, index) => messageData({ message_id: `m${index}`, text: '€'.repeat(70_000) }));
  t.strictSame(
    pageThatFits(messages).map(({ message_id }) => message_id),
    ['m0', 'm1', 'm2'],
  );
  const vcards = Array.from({ length: 40 }, () => '\u0001'.repeat(4_000));
  t.equal(pageThatFits([messageData({ vcards }), messageData()]).length, 1);
  t.strictSame(pageThatFits([]), []);
});

const most = '€'.repeat(4_000);
const large = messageData({
  text: most,
  quoted: { author: null, type: 'chat', text: most.slice(0, 2_000) },
  product: { product_id: '1', title: null, description: most, seller: null },
  group_mentions: Array.from({ length: 20 }, () => ({ group_id: most.slice(0, 256), subject: most.slice(0, 256) })),
});

t.test('as many chats are listed as fit into a frame, and the list goes on behind them', async (t) => {
  const all = Array.from({ length: 100 }, (_, index) => chatDataOf({ ...raw, id: `${index}@c.us` }, large, nowMs));
  const { chats, nextCursor } = chatPageOf(all, false);
  t.ok(Buffer.byteLength(JSON.stringify(chats)) < maxFrameBytes);
  t.ok(chats.length > 1 && chats.length < 100, `${chats.length} chats`);
  t.equal(nextCursor, `${nowMs / 1_000}_${chats.length - 1}@c.us`);
  const few = all.slice(0, 3);
  t.strictSame(chatPageOf(few, false), { chats: few, nextCursor: null });
  t.equal(chatPageOf(few, true).nextCursor, `${nowMs / 1_000}_2@c.us`);
  t.strictSame(chatPageOf([], false), { chats: [], nextCursor: null });
});

t.test('fifty messages that were found fit into a frame, whatever they have', async (t) => {
  const found = Array.from({ length: 50 }, () => foundMessage(large));
  t.ok(Buffer.byteLength(JSON.stringify(found)) < maxFrameBytes);
  t.strictSame(found[0], messageData({ text: most.slice(0, 2_000) }), 'what every message has is there');
  t.equal(withinShare(large, 1), large);
});

t.test('what the page says of a message’s way and votes is not taken for granted', async (t) => {
  const empty = { delivered: [], delivery_remaining: 0, read: [], read_remaining: 0, played: [], played_remaining: 0 };
  for (const nothing of [null, undefined, 7, { delivery: 'x', readRemaining: -1 }]) t.strictSame(deliveryInfoOf(nothing), empty);
  t.strictSame(deliveryInfoOf({ delivery: [{ id: { _serialized: '1@c.us' }, t: 1 }, { id: 2 }, null], deliveryRemaining: 4 }), {
    ...empty,
    delivered: [{ contact_id: '1@c.us', time: '1970-01-01T00:00:01.000Z' }],
    delivery_remaining: 4,
  });
  const vote = { voter: '1@c.us', selectedOptions: [{ name: 'Now' }, { name: undefined }], interractedAtTs: 1_000 };
  t.strictSame(pollVotesOf([vote, {}, null]), [{ voter: '1@c.us', options: ['Now'], time: '1970-01-01T00:00:01.000Z' }]);
  const reactions = [
    {
      senders: [
        { reaction: '👍', senderId: '1@c.us', timestamp: 1 },
        { reaction: '', senderId: '2@c.us' },
      ],
    },
    {},
    7,
  ];
  t.strictSame(reactionsOf(reactions), [{ emoji: '👍', sender: '1@c.us', time: '1970-01-01T00:00:01.000Z' }]);
  t.strictSame(reactionsOf(undefined), []);
});
