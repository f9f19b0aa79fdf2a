import { Compile } from 'typebox/compile';
import t from 'tap';
import { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { maxFrameBytes } from '@whatsapp-service/shared/ipc/contract.ts';
import { ackOf, messageDataOf } from '@whatsapp-service/worker/whatsapp/message-data-of.ts';

const validator = Compile(MessageData);
const id = { _serialized: 'false_1@c.us_A', remote: '1@c.us', fromMe: false };

await t.test('a text message has the words of the contract', async (t) => {
  const raw = { id, from: '1@c.us', to: '2@c.us', type: 'chat', body: 'hello', timestamp: 1_767_225_600, ack: 1, hasMedia: false };
  t.same(messageDataOf(raw), {
    message_id: 'false_1@c.us_A',
    chat_id: '1@c.us',
    from: '1@c.us',
    to: '2@c.us',
    author: null,
    from_me: false,
    type: 'chat',
    text: 'hello',
    timestamp: '2026-01-01T00:00:00.000Z',
    ack: 1,
    has_media: false,
  });
});

await t.test('a message of a group names its author, and its chat is the group', async (t) => {
  const raw = { id: { ...id, remote: { _serialized: '9@g.us' } }, from: '9@g.us', to: '2@c.us', author: '1@c.us' };
  t.match(messageDataOf(raw), { chat_id: '9@g.us', author: '1@c.us' });
});

await t.test('whatever a page says, the result fits the contract', async (t) => {
  const odd = [
    { id: { ...id, remote: undefined } },
    { id: { ...id, _serialized: 'x'.repeat(5_000), remote: 'y'.repeat(5_000) }, body: 'z'.repeat(200_000) },
    { id: { ...id, remote: null }, timestamp: Number.NaN, ack: 77, type: '' },
    { id: { ...id, remote: {} }, timestamp: 1e20, author: '' },
  ];
  for (const raw of odd) t.ok(validator.Check(messageDataOf(raw)), JSON.stringify(validator.Errors(messageDataOf(raw))));
});

await t.test('media is described in the words of the contract, whatever a page says', async (t) => {
  const hash = Buffer.alloc(32, 7);
  const rawData = { mimetype: 'audio/ogg', size: 5, filehash: hash.toString('base64'), duration: '3', isViewOnce: true };
  t.same(messageDataOf({ id, hasMedia: true, rawData }).media, {
    mime_type: 'audio/ogg',
    size: 5,
    file_name: null,
    sha256: hash.toString('hex'),
    duration_seconds: 3,
    width: null,
    height: null,
    gif: false,
    view_once: true,
  });
  t.equal(messageDataOf({ id, hasMedia: false, rawData }).media, undefined);
  const odd = [
    undefined,
    null,
    'x',
    { mimetype: 'x'.repeat(999), filename: 'y'.repeat(999), size: -1, duration: 'long', width: 1e300, filehash: 'z' },
  ];
  for (const each of odd) t.ok(validator.Check(messageDataOf({ id, hasMedia: true, rawData: each })));
});

await t.test('whatever a page says of places, cards, polls and mentions, the result fits the contract and a frame', async (t) => {
  const long = '€'.repeat(100_000);
  const many = Array.from({ length: 5_000 }, () => long);
  const odd = [
    { id, location: { latitude: 'north', longitude: 1 }, vCards: 'no list', mentionedIds: [null, 7, {}] },
    { id, type: 'poll_creation', pollName: 7, pollOptions: [{}] },
    {
      id,
      type: 'poll_creation',
      body: long,
      vCards: many,
      mentionedIds: many,
      pollName: long,
      pollOptions: many.map((name) => ({ name })),
      location: { latitude: 1, longitude: 2, description: long },
      links: many.map((link) => ({ link })),
      groupMentions: many.map((groupJid) => ({ groupJid, groupSubject: long })),
      rawData: { quotedMsg: { type: long, body: long }, quotedParticipant: long, ephemeralDuration: -1 },
      forwardingScore: 999,
      isEphemeral: true,
    },
    ...['order', 'product', 'payment', 'call_log', 'groups_v4_invite', 'gp2'].flatMap((type) => [
      { id, type, rawData: null, inviteV4: 'none', links: 'none', groupMentions: [null], forwardingScore: 'x' },
      {
        ...{ id, type, inviteV4: { inviteCode: long, groupName: long, groupId: {}, inviteCodeExp: 1e300 } },
        rawData: {
          orderId: long,
          productId: long,
          itemCount: -1,
          title: long,
          description: long,
          paymentNoteMsg: { body: long },
          subtype: long,
        },
      },
    ]),
  ];
  for (const raw of odd) {
    const data = messageDataOf(raw);
    t.ok(validator.Check(data), JSON.stringify(validator.Errors(data)).slice(0, 500));
    t.ok(Buffer.byteLength(JSON.stringify(data)) < maxFrameBytes);
  }
});

await t.test('a file that is answered to is told by its caption, not by the preview in its body', async (t) => {
  const rawData = { quotedMsg: { type: 'image', mimetype: 'image/png', body: '/9j/4AAQ', caption: 'a cat' }, quotedParticipant: '1@c.us' };
  t.same(messageDataOf({ id, rawData }).quoted, { author: '1@c.us', type: 'image', text: 'a cat' });
});

await t.test('a link that is too long is left out, since half of it leads elsewhere', async (t) => {
  const links = [{ link: `https://a.example/${'x'.repeat(1_000)}` }, { link: 'https://b.example/', isSuspicious: true }];
  t.same(messageDataOf({ id, links }).links, [{ url: 'https://b.example/', suspicious: true }]);
});

await t.test('an ack outside the contract counts as pending', async (t) => {
  t.same([-1, 0, 4, 5, -2, 1.5, '1', undefined].map(ackOf), [-1, 0, 4, 0, 0, 0, 0, 0]);
});
