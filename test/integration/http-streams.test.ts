import { connect } from 'node:net';
import t from 'tap';
import { apiKey, auth, listeningApp } from '../support/http-app.ts';
import { SseClient } from '../support/sse-client.ts';
import { until } from '../support/until.ts';

type Teardown = Parameters<typeof listeningApp>[0];

/** A stream that ends with its test. */
async function openStream(t: Teardown, url: string, headers: Record<string, string> = {}): Promise<SseClient> {
  const client = await SseClient.open(url, { ...auth, ...headers });
  t.teardown(async () => {
    client.close();
  });
  return client;
}

const ids = (client: SseClient) => client.events.map(({ id }) => Number(id));

t.test('a stream without a number begins with what is new, and its headers come at once', async (t) => {
  const { url, events } = await listeningApp(t);
  events.append('session.state_changed');
  const client = await openStream(t, `${url}/api/v1/events/stream`);
  t.equal(client.status, 200);
  t.match(client.headers, { 'content-type': /^text\/event-stream/, 'cache-control': 'no-store', 'x-request-id': /./ });
  const event = events.append('message.received', 'b', { text: 'line one\nline two', odd: '\u2028' });
  t.strictSame(await client.untilEvents(1), [{ id: '2', event: 'message.received', data: event }]);
  t.equal(client.retryMs, 3_000);
});

t.test('a stream resumes after Last-Event-ID, which wins over the query, without a gap and without repeats', async (t) => {
  const { url, events } = await listeningApp(t);
  for (let index = 0; index < 350; index += 1) events.append('message.received');
  const client = await openStream(t, `${url}/api/v1/events/stream?after=1`, { 'last-event-id': '40' });
  await client.untilEvents(1);
  for (let index = 0; index < 50; index += 1) events.append('message.received');
  await client.untilEvents(360);
  t.strictSame(
    ids(client),
    Array.from({ length: 360 }, (_, index) => index + 41),
  );
  const other = await openStream(t, `${url}/api/v1/events/stream?after=399`);
  await other.untilEvents(1);
  t.strictSame(ids(other), [400]);
});

t.test('a stream gives only what it was asked for', async (t) => {
  const { url, events } = await listeningApp(t);
  const client = await openStream(t, `${url}/api/v1/events/stream?session_id=b&types=message.received,message.ack&after=0`);
  events.append('message.received', 'a');
  events.append('session.qr', 'b');
  events.append('message.ack', 'b');
  events.append('message.received', 'b');
  await client.untilEvents(2);
  t.strictSame(ids(client), [3, 4]);
});

t.test('a Last-Event-ID that is no number, or a client that takes no stream, gets a problem', async (t) => {
  const { url, events } = await listeningApp(t);
  for (const path of ['/api/v1/events/stream', '/api/v1/service/logs/stream']) {
    const badId = await fetch(url + path, { headers: { ...auth, 'last-event-id': 'evt_1' } });
    t.match(await badId.json(), { status: 400, code: 'SUP_INVALID_REQUEST', detail: /Last-Event-ID/ });
    const noStream = await fetch(url + path, { headers: { ...auth, accept: 'application/json' } });
    t.match(await noStream.json(), { status: 406, code: 'SUP_NOT_ACCEPTABLE' });
    t.match(noStream.headers.get('content-type'), /^application\/problem\+json/);
    t.equal((await fetch(url + path, { method: 'HEAD', headers: auth })).status, 405);
    t.equal((await fetch(url + path)).status, 401);
  }
  t.equal(events.listeners.size, 0);
});

t.test('an idle stream beats', async (t) => {
  const { url } = await listeningApp(t, { streams: { heartbeatIntervalMs: 20 } });
  const client = await openStream(t, `${url}/api/v1/events/stream`);
  await until('three beats have come', () => client.comments >= 3, 10_000);
  t.strictSame(client.events, []);
});

t.test('a client that goes leaves nothing behind', async (t) => {
  const { url, app, events } = await listeningApp(t);
  const clients = await Promise.all(Array.from({ length: 10 }, async () => openStream(t, `${url}/api/v1/events/stream`)));
  await until('all streams listen', () => events.listeners.size === 10);
  t.equal(app.streams.size, 10);
  for (const client of clients) client.close();
  await until('no stream is left', () => events.listeners.size === 0 && app.streams.size === 0, 10_000);
  t.equal(events.append('message.received').seq, 1, 'nobody is told any more');
});

t.test('a client that does not read is cut off, and costs no memory until then', async (t) => {
  const { url, app, events, lines } = await listeningApp(t, { streams: { writeTimeoutMs: 3_000 } });
  const slow = connect(Number(new URL(url).port), '127.0.0.1');
  t.teardown(() => slow.destroy());
  slow.pause();
  slow.write(`GET /api/v1/events/stream?after=0 HTTP/1.1\r\nhost: x\r\nx-api-key: ${apiKey}\r\n\r\n`);
  const reader = await openStream(t, `${url}/api/v1/events/stream?after=0`);
  await until('both streams listen', () => app.streams.size === 2);
  const data = { text: 'x'.repeat(60_000) };
  for (let index = 0; index < 400; index += 1) events.append('message.received', 'a', data);
  await until('the client that does not read is cut off', () => app.streams.size === 1, 20_000);
  t.match(
    lines.filter(({ message }) => message.includes('cut off')),
    [{ level: 'info' }],
  );
  await reader.untilEvents(400);
  t.equal(reader.isEnded, false, 'another client is not touched');
  t.equal(events.listeners.size, 1);
});

t.test('a client that reads late gets everything in order', async (t) => {
  const { url, events } = await listeningApp(t);
  const client = await openStream(t, `${url}/api/v1/events/stream?after=0`);
  client.pause();
  for (let index = 0; index < 300; index += 1) events.append('message.received', 'a', { text: 'x'.repeat(20_000) });
  client.resume();
  await client.untilEvents(300);
  t.strictSame(
    ids(client),
    Array.from({ length: 300 }, (_, index) => index + 1),
  );
});

t.test('there are not more streams than the limit, and the next is told to poll', async (t) => {
  const { url, app } = await listeningApp(t, { streams: { limit: 2 } });
  const first = await openStream(t, `${url}/api/v1/events/stream`);
  await openStream(t, `${url}/api/v1/service/logs/stream`);
  const refused = await fetch(`${url}/api/v1/events/stream`, { headers: auth });
  t.match(await refused.json(), { status: 503, code: 'SUP_TOO_MANY_STREAMS', detail: /2 open event streams/ });
  t.ok(refused.headers.get('retry-after'));
  first.close();
  await until('a place is free', () => app.streams.size === 1);
  await openStream(t, `${url}/api/v1/events/stream`);
});

t.test('when the service stops each client is told, its stream ends, and the server closes at once', async (t) => {
  const { url, app, events } = await listeningApp(t);
  const clients = await Promise.all(Array.from({ length: 5 }, async () => openStream(t, `${url}/api/v1/events/stream`)));
  const stuck = connect(Number(new URL(url).port), '127.0.0.1');
  t.teardown(() => stuck.destroy());
  stuck.pause();
  stuck.write(`GET /api/v1/events/stream?after=0 HTTP/1.1\r\nhost: x\r\nx-api-key: ${apiKey}\r\n\r\n`);
  for (let index = 0; index < 200; index += 1) events.append('message.received', 'b', { text: 'x'.repeat(60_000) });
  await until('all streams are open', () => app.streams.size === 6);
  app.endStreams();
  for (const client of clients) {
    await client.untilEnded();
    t.strictSame(client.events.at(-1), { id: undefined, event: 'stream.ended', data: { reason: 'service_stopping' } });
  }
  const refused = await fetch(`${url}/api/v1/events/stream`, { headers: auth });
  t.match(await refused.json(), { status: 503, code: 'SUP_DRAINING' });
  const startedMs = performance.now();
  await app.close();
  t.ok(performance.now() - startedMs < 2_000, 'neither an ended stream nor a client that does not read holds the server');
  t.equal(events.listeners.size, 0);
});

t.test('a stream shows the sessions of its key alone, and ends once the key is revoked', async (t) => {
  const { url, events, keys } = await listeningApp(t);
  const { id, key } = keys.managed.create({ name: 'shop', scopes: ['read'], sessionPrefix: 'shop_7_' });
  events.append('message.received', 'shop_7_a');
  events.append('message.received', 'shop_8_a');
  const client = await openStream(t, `${url}/api/v1/events/stream?after=0`, { 'x-api-key': key });
  events.append('message.received', 'shop_8_a');
  const last = events.append('message.received', 'shop_7_b');
  await until('it has its own', () => client.events.some((event) => event.id === String(last.seq)));
  t.strictSame(
    client.events.filter((event) => event.event === 'message.received').map((event) => event.id),
    ['1', '4'],
  );
  keys.managed.revoke(id);
  events.append('message.received', 'shop_7_a');
  await client.untilEnded();
  t.strictSame(client.events.at(-1), { id: undefined, event: 'stream.ended', data: { reason: 'key_ended' } });
});

t.test('a stream on which nothing happens ends as well once its key is revoked', async (t) => {
  const { url, app, keys } = await listeningApp(t, { streams: { heartbeatIntervalMs: 20 } });
  const { id, key } = keys.managed.create({ name: 'shop', scopes: ['read'] });
  const revoked = await openStream(t, `${url}/api/v1/events/stream`, { 'x-api-key': key });
  const other = await openStream(t, `${url}/api/v1/events/stream`);
  await until('a beat has come', () => revoked.comments >= 1, 10_000);
  keys.managed.revoke(id);
  await revoked.untilEnded();
  t.match(revoked.events.at(-1), { event: 'stream.ended', data: { reason: 'key_ended' } });
  await until('its place is free', () => app.streams.size === 1);
  t.equal(other.isEnded, false);
});

t.test('closing the server ends the streams by itself', async (t) => {
  const { url, app } = await listeningApp(t);
  const client = await openStream(t, `${url}/api/v1/events/stream`);
  await app.close();
  await client.untilEnded();
});

t.test('log lines are streamed with their number, from a level on', async (t) => {
  const { url, logs } = await listeningApp(t);
  const write = (level: string, msg: string) => logs.stream.write(JSON.stringify({ level, time: 't', msg }));
  write('error', 'before');
  const client = await openStream(t, `${url}/api/v1/service/logs/stream?level=warn&after=0`);
  await client.untilEvents(1);
  write('info', 'not wanted');
  write('warn', 'wanted');
  await client.untilEvents(2);
  t.match(client.events, [
    { id: '1', event: 'log', data: { message: 'before' } },
    { id: '3', event: 'log', data: { message: 'wanted', level: 'warn', session_id: null } },
  ]);
});

t.test('the stream of the log shows the lines of its key’s sessions alone', async (t) => {
  const { url, logs, keys } = await listeningApp(t);
  const { key } = keys.managed.create({ name: 'shop', scopes: ['read'], sessionPrefix: 'shop_7_' });
  for (const session_id of ['shop_8_a', undefined, 'shop_7_a']) {
    logs.stream.write(JSON.stringify({ level: 'info', time: 't', msg: String(session_id), session_id }));
  }
  const client = await openStream(t, `${url}/api/v1/service/logs/stream?after=0`, { 'x-api-key': key });
  await client.untilEvents(1);
  t.match(client.events, [{ id: '3', event: 'log', data: { message: 'shop_7_a' } }]);
});

t.test('a fault of the log ends its stream and not the service', async (t) => {
  const { url, app, events, lines } = await listeningApp(t);
  const client = await openStream(t, `${url}/api/v1/events/stream?after=0`);
  await until('the stream listens', () => events.listeners.size === 1);
  events.read = () => {
    throw new Error('the database is gone');
  };
  events.append('message.received');
  await client.untilEnded();
  t.equal((await fetch(`${url}/livez`)).status, 200);
  t.equal(events.listeners.size, 0);
  t.equal(app.streams.size, 0);
  t.ok(lines.some(({ level }) => level === 'error'));
});
