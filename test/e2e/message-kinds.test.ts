import t from 'tap';
import { Lab } from '../support/lab.ts';

interface Sent {
  message_id: string;
}

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService();
const [anna] = await lab.linkAll(service, ['anna']);
if (anna === undefined) throw new Error('The phone is missing.');
const [ben, carol] = [lab.newPhone(), lab.newPhone()];
const messages = '/api/v1/sessions/anna/messages';

await t.test('a text mentions people, quotes a message and shows a link without its preview', async (t) => {
  const after = await service.lastSeq();
  ben.send(anna.number, 'Which order?');
  const event = await service.waitForEvent(({ type }) => type === 'message.received', { after });
  const quoted = String(event.data['message_id']);
  const text = `@${carol.number} knows: https://shop.example/4711`;
  const sent = await send({ kind: 'text', to: ben.number, text, mentions: [carol.number], quoted_message_id: quoted, link_preview: false });
  t.equal(sent.status, 201);
  const { attributes } = await ben.waitForMessage(({ body }) => body === text);
  t.match(attributes, { mentionedJidList: [`${carol.number}@c.us`], quotedMsg: { body: 'Which order?' } });
  t.equal(quoted.endsWith(String(attributes['quotedStanzaID'])), true);
  t.equal(attributes['title'], undefined);
  const told = await service.waitForEvent(({ type, data }) => type === 'message.sent' && data['text'] === text, { after });
  t.match(told.data, { mentions: [`${carol.number}@c.us`] });
});

await t.test('a link has a preview unless it is refused', async (t) => {
  const text = 'See https://shop.example/4712';
  t.equal((await send({ to: ben.number, text })).status, 201);
  t.match((await ben.waitForMessage(({ body }) => body === text)).attributes, { title: 'shop.example' });
});

await t.test('a location reaches the phone and comes as an event', async (t) => {
  const after = await service.lastSeq();
  const place = { latitude: 52.5163, longitude: -13.3777, name: 'Our shop', address: 'Main Street 1' };
  const { status, body } = await send({ kind: 'location', to: ben.number, ...place });
  t.equal(status, 201);
  const { attributes } = await ben.waitForMessage((message) => message.attributes['type'] === 'location');
  t.match(attributes, { lat: place.latitude, lng: place.longitude, loc: 'Our shop\nMain Street 1' });
  const { data } = await service.waitForEvent(({ type }) => type === 'message.sent', { after });
  const location = { latitude: place.latitude, longitude: place.longitude, description: 'Our shop\nMain Street 1' };
  t.match(data, { message_id: body.message_id, type: 'location', location });
});

await t.test('one contact card, and several', async (t) => {
  const after = await service.lastSeq();
  t.equal((await send({ kind: 'contacts', to: ben.number, contacts: [carol.number] })).status, 201);
  const one = await ben.waitForMessage((message) => message.attributes['type'] === 'vcard');
  t.match(one.body, new RegExp(`^BEGIN:VCARD[^]*waid=${carol.number}`));
  t.equal((await send({ kind: 'contacts', to: ben.number, contacts: [`+${carol.number}`, anna.number] })).status, 201);
  const several = await ben.waitForMessage((message) => message.attributes['type'] === 'multi_vcard');
  t.match(several.attributes['vcardList'], [{ vcard: new RegExp(carol.number) }, { vcard: new RegExp(anna.number) }]);
  const told = await service.waitForEvent(({ data }) => data['type'] === 'multi_vcard', { after });
  t.match(told.data['vcards'], [/BEGIN:VCARD/, /BEGIN:VCARD/]);
  const nobody = await send({ kind: 'contacts', to: ben.number, contacts: ['15559999999'] });
  t.match(nobody, { status: 422, body: { code: 'WRK_NOT_ON_WHATSAPP' } });
});

await t.test('a poll', async (t) => {
  const after = await service.lastSeq();
  const poll = { question: 'When shall we come?', options: ['morning', 'evening'], multiple_answers: true };
  t.equal((await send({ kind: 'poll', to: ben.number, ...poll })).status, 201);
  const { attributes } = await ben.waitForMessage((message) => message.attributes['type'] === 'poll_creation');
  t.match(attributes, { pollName: poll.question, pollOptions: [{ name: 'morning' }, { name: 'evening' }], pollSelectableOptionsCount: 0 });
  const told = await service.waitForEvent(({ data }) => data['type'] === 'poll_creation', { after });
  t.match(told.data['poll'], poll);
});

await t.test('the same key sends a poll once', async (t) => {
  const poll = { kind: 'poll', to: ben.number, question: 'Once?', options: ['yes', 'no'] };
  const answers = await Promise.all([1, 2].map(async () => send(poll, { 'idempotency-key': 'poll-1' })));
  t.equal(answers[0]?.body.message_id, answers[1]?.body.message_id);
  t.equal(ben.messages(anna.number).filter(({ attributes }) => attributes['pollName'] === 'Once?').length, 1);
});

await t.test('what cannot be sent gets a clear 4xx, and nothing goes out', async (t) => {
  const before = anna.messages().length;
  const unknown = `false_${ben.number}@c.us_3EB0FFFF`;
  const faulty: [body: Record<string, unknown>, status: number, answer: object][] = [
    [{ kind: 'song', text: 'x' }, 400, { errors: [{ path: 'body/kind', message: 'must be one of text, location, contacts, poll' }] }],
    [{ kind: 'location', latitude: 91, longitude: 0 }, 400, { errors: [{ path: 'body/latitude' }] }],
    [{ kind: 'location', latitude: 1 }, 400, { errors: [{ path: 'body/longitude', message: 'is missing' }] }],
    [{ kind: 'contacts', contacts: [] }, 400, { errors: [{ path: 'body/contacts' }] }],
    [{ kind: 'poll', question: '?', options: ['only one'] }, 400, { errors: [{ path: 'body/options' }] }],
    [{ kind: 'poll', text: 'x' }, 400, { errors: [{ path: 'body/question' }, { path: 'body/options' }, { path: 'body/text' }] }],
    [{ text: 'x'.repeat(70_000) }, 400, { errors: [{ path: 'body/text', message: /65536/ }] }],
    [{ text: 'x', quoted_message_id: 'nonsense' }, 400, { errors: [{ path: 'body/quoted_message_id' }] }],
    [{ text: 'x', quoted_message_id: unknown }, 404, { code: 'WRK_MESSAGE_NOT_FOUND' }],
    [{ text: 'x', to: '120363000000000001@g.us' }, 404, { code: 'WRK_CHAT_NOT_FOUND' }],
    [{ text: 'x', to: '15559999999' }, 422, { code: 'WRK_NOT_ON_WHATSAPP' }],
  ];
  for (const [body, status, answer] of faulty)
    t.match(await send({ to: ben.number, ...body }), { status, body: answer }, JSON.stringify(answer));
  t.equal(anna.messages().length, before);
});

async function send(body: unknown, headers: Record<string, string> = {}) {
  return service.api<Sent>('POST', messages, body, headers);
}
