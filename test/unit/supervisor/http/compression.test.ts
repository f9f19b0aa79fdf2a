import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { auth, listeningApp, testApp } from '../../../support/http-app.ts';
import { sessionView } from '../../../support/recording-sessions.ts';

const sessions = Array.from({ length: 100 }, (_, n) => sessionView(`session_${n}`));
const list = '/api/v1/sessions';

t.test('a large answer is compressed in the way that the caller takes, and says so to caches', async (t) => {
  const { app, services } = await testApp(t);
  services.sessions.list = () => ({ sessions, next_cursor: null });
  const plain = await app.inject({ url: list, headers: auth });
  t.equal(plain.headers['content-encoding'], undefined, 'a caller that says nothing gets it as it is');
  for (const [accepted, encoding, unpack] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['*', 'gzip', gunzipSync],
  ] as const) {
    const answer = await app.inject({ url: list, headers: { ...auth, 'accept-encoding': accepted } });
    t.match(answer.headers, { 'content-encoding': encoding, vary: /accept-encoding/i, 'content-length': undefined });
    t.equal(unpack(answer.rawPayload).toString(), plain.payload);
    t.ok(answer.rawPayload.length < plain.payload.length / 8, `${answer.rawPayload.length} of ${plain.payload.length} bytes`);
  }
  for (const accepted of ['identity', 'br;q=0', 'nonsense']) {
    const answer = await app.inject({ url: list, headers: { ...auth, 'accept-encoding': accepted } });
    t.equal(answer.headers['content-encoding'], undefined, accepted);
    t.equal(answer.payload, plain.payload);
  }
});

t.test('what is small, a picture, or the answer to a change is left as it is', async (t) => {
  const { app, services } = await testApp(t);
  const headers = { ...auth, 'accept-encoding': 'br, gzip' };
  services.sessions.screenshot = async () => Buffer.alloc(50_000);
  services.reconciler.reconcile = async () => ({
    checked_at: '2026-11-23T16:00:00.000Z',
    listed: 0,
    to_start: [],
    to_end: [],
    left_alone: Array.from({ length: 500 }, (_, n) => `session_${n}`),
    malformed: [],
  });
  for (const [method, url] of [
    ['GET', `${list}/a`],
    ['GET', `${list}/a/screenshot`],
    ['POST', '/api/v1/service/reconcile'],
    ['GET', `${list}/none`],
  ] as const) {
    const answer = await app.inject({ method, url, headers });
    t.equal(answer.headers['content-encoding'], undefined, `${method} ${url}`);
  }
});

t.test('a stream of events goes out as it comes', async (t) => {
  const { url, events } = await listeningApp(t);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(
      `${url}/api/v1/events/stream`,
      { headers: { ...auth, accept: 'text/event-stream', 'accept-encoding': 'br, gzip' } },
      resolve,
    );
    asked.on('error', reject);
    asked.end();
  });
  t.teardown(async () => {
    answer.destroy();
  });
  t.equal(answer.headers['content-encoding'], undefined);
  events.append('message.received', 'a', { text: 'x'.repeat(10_000) });
  let text = '';
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    text += chunk.toString();
    if (text.includes('x'.repeat(10_000))) break;
  }
  t.match(text, /event: message\.received/);
});

t.test('a body that comes compressed is not unpacked', async (t) => {
  const { app, calls } = await testApp(t);
  const payload = gzipSync(JSON.stringify({ session_id: 'a', instance_name: 'x'.repeat(100) }));
  const headers = { ...auth, 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const answer = await app.inject({ method: 'POST', url: list, headers, payload });
  t.equal(answer.statusCode, 400);
  t.strictSame(calls, []);
});
