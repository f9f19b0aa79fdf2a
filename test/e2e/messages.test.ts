import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { testApiKey, until } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { SseClient } from '../support/sse-client.ts';

interface Sent {
  message_id: string;
  status: 'pending' | 'sent';
  timestamp: string;
}

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService();
const [anna, ben] = await lab.linkAll(service, ['anna', 'ben']);
if (anna === undefined || ben === undefined) throw new Error('The phones are missing.');
const carol = lab.newPhone();

await t.test('a text reaches the phone, and its acks 1, 2 and 3 come as events', async (t) => {
  const after = await service.lastSeq();
  const { status, body } = await send(service, 'anna', { to: `+${carol.number}`, text: 'Your order is on its way.' });
  t.equal(status, 201);
  t.match(body, { message_id: new RegExp(`^true_${carol.number}@c\\.us_`), status: /^(pending|sent)$/, timestamp: /Z$/ });
  const received = await carol.waitForMessage(({ body: text }) => text === 'Your order is on its way.');
  t.equal(received.from, anna.number);
  await service.waitForEvent(ackOf(body.message_id, 2), { after });
  carol.read(anna.number);
  await service.waitForEvent(ackOf(body.message_id, 3), { after });
  const events = await service.events('anna', after);
  t.match(
    events.filter(({ type }) => type === 'message.sent'),
    [{ data: { message_id: body.message_id, from_me: true, to: `${carol.number}@c.us`, text: 'Your order is on its way.' } }],
  );
  t.strictSame(acksOf(events, body.message_id), [1, 2, 3]);
});

await t.test('a text from a phone comes as an event, once', async (t) => {
  const after = await service.lastSeq();
  carol.send(anna.number, 'Thank you!');
  const event = await service.waitForEvent(({ type }) => type === 'message.received', { after });
  t.match(event, {
    session_id: 'anna',
    data: { from: `${carol.number}@c.us`, chat_id: `${carol.number}@c.us`, from_me: false, text: 'Thank you!', type: 'chat' },
  });
  t.ok(Date.parse((await service.session('anna')).last_active ?? '') >= Date.parse(event.time));
});

await t.test('two sessions of the service write to each other', async (t) => {
  const after = await service.lastSeq();
  const { body } = await send(service, 'anna', { to: ben.number, text: 'Hello Ben' });
  const received = await service.waitForEvent(({ type, session_id }) => type === 'message.received' && session_id === 'ben', { after });
  t.match(received.data, { from: `${anna.number}@c.us`, text: 'Hello Ben' });
  await service.waitForEvent(ackOf(body.message_id, 2), { after });
  const answer = await send(service, 'ben', { to: `${anna.number}@c.us`, text: 'Hello Anna' });
  t.equal(answer.status, 201);
  await service.waitForEvent(({ session_id, data }) => session_id === 'anna' && data['text'] === 'Hello Anna', { after });
});

await t.test('a request that is repeated with its idempotency key sends one message', async (t) => {
  const text = 'Only once, please';
  const key = { 'idempotency-key': 'order-4711' };
  const answers = await Promise.all([1, 2, 3].map(async () => send(service, 'anna', { to: carol.number, text }, key)));
  const later = await send(service, 'anna', { to: carol.number, text }, key);
  const ids = new Set([...answers, later].map(({ body }) => body.message_id));
  t.equal(ids.size, 1);
  t.ok([...answers, later].every(({ status }) => status === 201));
  const other = await send(service, 'anna', { to: carol.number, text }, { 'idempotency-key': 'order-4712' });
  t.not(other.body.message_id, later.body.message_id, 'another key is another message');
  await carol.waitForMessage(({ body }) => body === text);
  t.equal(carol.messages(anna.number).filter(({ body }) => body === text).length, 2);
});

await t.test('a number that is not on WhatsApp is refused with 422, and nothing is sent', async (t) => {
  const { status, body } = await send(service, 'anna', { to: '+15559999999', text: 'Anybody?' });
  t.equal(status, 422);
  t.match(body, { code: 'WRK_NOT_ON_WHATSAPP', detail: /not on WhatsApp/ });
  t.notOk((await service.events('anna')).some(({ data }) => data['text'] === 'Anybody?'));
  t.notOk(anna.messages().some((message) => message.body === 'Anybody?'));
});

await t.test('bad receivers and texts are refused before the session hears of them', async (t) => {
  const faulty = [
    [{ to: 'carol', text: 'x' }, 'body/to'],
    [{ to: carol.number, text: ' \n ' }, 'body/text'],
    [{ to: carol.number }, 'body/text'],
    [{ to: carol.number, text: 'x', extra: true }, 'body/extra'],
  ] as const;
  for (const [body, path] of faulty) {
    const answer = await service.api<{ errors: { path: string }[] }>('POST', '/api/v1/sessions/anna/messages', body);
    t.equal(answer.status, 400);
    t.match(answer.body, { code: 'SUP_INVALID_REQUEST' });
    t.ok(
      answer.body.errors.some((error) => error.path === path),
      JSON.stringify(answer.body),
    );
  }
});

await t.test('a session that is not connected sends nothing and says so', async (t) => {
  await service.command('ben', 'stop');
  await service.waitForSession('ben', ({ state }) => state === 'stopped');
  const { status, body } = await send(service, 'ben', { to: carol.number, text: 'never sent' });
  t.equal(status, 409);
  t.match(body, { code: 'SUP_SESSION_NOT_CONNECTED', detail: /"ben" is stopped, not connected; nothing was sent/ });
  t.notOk(carol.messages().some((message) => message.body === 'never sent'));
});

await t.test('what came while a session was away is told once it is back', async (t) => {
  const after = await service.lastSeq();
  carol.send(ben.number, 'Are you there?');
  await service.command('ben', 'start');
  const event = await service.waitForEvent(({ type, session_id }) => type === 'message.received' && session_id === 'ben', {
    after,
    timeoutMs: 60_000,
  });
  t.match(event.data, { text: 'Are you there?' });
  await service.waitForStatus('ben', 'connected');
});

await t.test('two sessions that are linked to the same phone both work', async (t) => {
  await lab.link(service, 'anna-2', anna);
  t.equal(anna.devices.length, 2);
  t.equal((await service.session('anna')).status, 'connected', 'the first one is not disturbed');
  const after = await service.lastSeq();
  carol.send(anna.number, 'Hello both');
  for (const id of ['anna', 'anna-2']) {
    const event = await service.waitForEvent(({ type, session_id }) => type === 'message.received' && session_id === id, { after });
    t.match(event.data, { text: 'Hello both' });
  }
  for (const id of ['anna', 'anna-2']) {
    t.equal((await send(service, id, { to: carol.number, text: `from ${id}` })).status, 201);
    t.equal((await carol.waitForMessage(({ body }) => body === `from ${id}`)).from, anna.number);
  }
  const [first, second] = await Promise.all(['anna', 'anna-2'].map(async (id) => service.session(id)));
  t.equal(first?.phone, second?.phone);
});

await t.test('a stream of events resumes from Last-Event-ID without a gap and without a repeat', async (t) => {
  const after = await service.lastSeq();
  const headers = { 'x-api-key': testApiKey };
  const url = `${service.url}/api/v1/events/stream?types=message.sent,message.received,message.ack&after=${after}`;
  const stream = await SseClient.open(url, headers);
  carol.send(anna.number, 'one');
  await read(stream, 'one');
  stream.close();
  const lastId = stream.events.at(-1)?.id ?? '';
  carol.send(anna.number, 'two, while nobody listened');
  await service.waitForEvent(({ data }) => data['text'] === 'two, while nobody listened', { after });
  const resumed = await SseClient.open(url, { ...headers, 'last-event-id': lastId });
  carol.send(anna.number, 'three');
  await read(resumed, 'three');
  resumed.close();
  const streamed = [...stream.events, ...resumed.events];
  const logged = (await service.events(undefined, after)).filter(({ type }) => type.startsWith('message.'));
  t.strictSame(
    streamed.map(({ id, event }) => [Number(id), event]),
    logged.slice(0, streamed.length).map(({ seq, type }) => [seq, type]),
  );
  t.strictSame(
    streamed.map(({ data }) => data),
    logged.slice(0, streamed.length),
  );
});

await t.test('no text and no number of a message is in the log', async (t) => {
  t.equal(await service.stop(), 0);
  for (const secret of ['Hello', 'order is on', anna.number, carol.number]) t.notOk(service.output.includes(secret), secret);
});

async function send(service: ServiceProcess, id: string, body: unknown, headers: Record<string, string> = {}) {
  return service.api<Sent>('POST', `/api/v1/sessions/${id}/messages`, body, headers);
}

function ackOf(messageId: string, ack: number): (event: LoggedEvent) => boolean {
  return ({ type, data }) => type === 'message.ack' && data['message_id'] === messageId && data['ack'] === ack;
}

function acksOf(events: readonly LoggedEvent[], messageId: string): unknown[] {
  return events.filter(({ type, data }) => type === 'message.ack' && data['message_id'] === messageId).map(({ data }) => data['ack']);
}

/** Resolves once the stream has brought a message with this text. */
async function read(stream: SseClient, text: string): Promise<void> {
  const found = await until(
    async () => stream.events.some(({ data }) => JSON.stringify(data).includes(JSON.stringify(text))) || undefined,
    30_000,
  );
  if (found === undefined) throw new Error(`The stream did not bring "${text}": ${JSON.stringify(stream.events)}`);
}
