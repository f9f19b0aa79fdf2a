import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connectionOf } from '@whatsapp-service/supervisor/cli/connection.ts';
import { ServiceClient } from '@whatsapp-service/supervisor/cli/service-client.ts';
import t from 'tap';
import { apiKey, auth, listeningApp } from '../support/http-app.ts';
import { SseClient } from '../support/sse-client.ts';

const basePath = '/tools/whatsapp';
const page = t.testdir({ 'index.html': '<!doctype html><title>The page</title>', assets: { 'a.js': '1;' } });
const { app, audited, calls, events, lines, url } = await listeningApp(t, { statusPageDir: page, http: { basePath } });

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

/** As it is sent: fetch would tidy the path up and follow where an answer points. */
async function ask(path: string, { method = 'GET', headers = auth, body }: Asked = {}) {
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const asked = request(url, { path, method, headers: { ...headers, ...content }, agent: false, timeout: 10_000 });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const text = (await answer.toArray()).join('');
  const isJson = answer.headers['content-type']?.includes('json') === true;
  const json: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
  return { status: answer.statusCode, headers: answer.headers, text, json };
}

t.test('every route is below the path', async (t) => {
  const { json } = await ask(`${basePath}/openapi.json`);
  const { paths, servers } = json as { paths: Record<string, object>; servers: unknown };
  t.match(servers, [{ url: basePath }]);
  t.ok(Object.keys(paths).every((path) => !path.startsWith(basePath)));
  t.match((await ask(`${basePath}/api/v1/service`)).json, { status: 'ready' });
  t.match((await ask(`${basePath}/api/v1/sessions?limit=5`)).status, 200);
  t.match(await ask(`${basePath}/`), { status: 200, text: /The page/ });
  t.match(await ask(`${basePath}/assets/a.js`), { status: 200, text: '1;' });
  t.match(await ask(`${basePath}/api/v1/none`), { status: 404, json: { detail: new RegExp(`GET ${basePath}/api/v1/none`) } });
  t.match(await ask(`${basePath}/api/v1/sessions`, { method: 'PUT' }), { status: 405, headers: { allow: 'GET, HEAD, POST' } });
  t.match(await ask(`${basePath}/api/v1/sessions`, { headers: {} }), { status: 401 });
});

t.test('outside of it nothing is, whatever a caller brings', async (t) => {
  const before = calls.length;
  const notes = audited.length;
  for (const path of ['/', '/api/v1/sessions', '/docs', '/openapi.json', '/index.html', `${basePath}x/api/v1/sessions`, '/tools', '/%zz']) {
    for (const headers of [auth, {}]) {
      const { status, json } = await ask(path, { headers });
      t.match([status, json], [404, { code: 'SUP_ROUTE_NOT_FOUND', detail: `route GET ${path}; the reference at ${basePath}/docs` }], path);
    }
  }
  t.match(await ask('/api/v1/sessions', { method: 'POST', body: { session_id: 'a' } }), { status: 404 });
  t.match(await ask('/api/v1/sign-in', { method: 'POST', headers: {}, body: { api_key: apiKey } }), { status: 404 });
  t.equal(calls.length, before, 'nobody is asked');
  t.equal(audited.length, notes, 'and nothing is noted');
  t.notOk(lines.some(({ level }) => level === 'error'));
});

t.test('health and metrics answer with the path and without', async (t) => {
  for (const prefix of ['', basePath]) {
    t.match(await ask(`${prefix}/livez`, { headers: {} }), { status: 200, json: { status: 'ok' } });
    t.match(await ask(`${prefix}/readyz`, { headers: {} }), { status: 200 });
    t.match(await ask(`${prefix}/metrics`), { status: 200, text: /whatsapp_sessions/ });
    t.match(await ask(`${prefix}/metrics`, { headers: {} }), { status: 401 });
  }
});

t.test('the path itself leads to the page, for those who ask', async (t) => {
  for (const method of ['GET', 'HEAD']) {
    const answer = await ask(`${basePath}?a=1`, { method, headers: {} });
    t.match(answer, { status: 308, headers: { location: `${basePath}/?a=1` } });
  }
  t.match(await ask(`//evil.example${basePath}`), { status: 404 });
  t.match(await ask(basePath, { method: 'POST' }), { status: 405 });
});

t.test('what is made is found where its answer points', async (t) => {
  const made: [string, object][] = [
    ['sessions', { session_id: 'a' }],
    ['backups', { session_id: 'a' }],
    ['webhooks', { url: 'https://app.example.org/hook' }],
    ['keys', { name: 'Shop', scopes: ['read'] }],
  ];
  for (const [what, body] of made) {
    const { status, headers } = await ask(`${basePath}/api/v1/${what}`, { method: 'POST', body });
    t.equal(status, 201, what);
    t.match(headers.location, new RegExp(`^${basePath}/api/v1/${what}/[\\w-]+$`));
    t.match(await ask(headers.location ?? ''), { status: 200 });
  }
  t.match(
    audited.filter(({ route }) => route === '/api/v1/keys').map(({ target }) => target),
    [/^key_/],
    'the audit log names what was made',
  );
});

t.test('the media of a message is found where the message says', async (t) => {
  const { json } = await ask(`${basePath}/api/v1/sessions/a/chats/15550000001@c.us/messages`);
  const { messages } = json as { messages: { media: { url: string } | null }[] };
  const media = messages.find((message) => message.media !== null)?.media;
  t.match(media?.url, new RegExp(`^${basePath}/api/v1/sessions/a/messages/[^/]+/media$`));
  t.match(await ask(media?.url ?? ''), { status: 200 });
});

t.test('a sign-in is for what is below the path, and a page of another origin changes nothing with it', async (t) => {
  const { host } = new URL(url);
  const own = { host, origin: `http://${host}` };
  const signIn = await ask(`${basePath}/api/v1/sign-in`, { method: 'POST', headers: own, body: { api_key: apiKey } });
  const [cookie = ''] = signIn.headers['set-cookie'] ?? [];
  t.match(cookie, new RegExp(`; Path=${basePath}/; HttpOnly; SameSite=Strict$`));
  const headers = { ...own, cookie: cookie.split(';')[0] ?? '' };
  t.match(await ask(`${basePath}/api/v1/sign-in`, { headers }), { status: 200 });
  const stop = `${basePath}/api/v1/sessions/a/stop`;
  t.match(await ask(stop, { method: 'POST', headers }), { status: 202 });
  t.match(await ask(stop, { method: 'POST', headers: { ...headers, origin: 'https://evil.example' } }), { status: 403 });
  const out = await ask(`${basePath}/api/v1/sign-in`, { method: 'DELETE', headers });
  t.match(out.headers['set-cookie'], [new RegExp(`Max-Age=0; Path=${basePath}/;`)], 'the very cookie goes');
});

t.test('the reference finds its files and its description', async (t) => {
  for (const at of [`${basePath}/docs`, `${basePath}/docs/`]) {
    const { text } = await ask(at);
    const links = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => new URL(link, `${url}${at}`).pathname);
    t.ok(links.length > 4);
    for (const link of links) t.match(await ask(link), { status: 200 }, link);
  }
  const { headers } = await ask(`${basePath}/docs/static/index.html`);
  t.equal(headers.location, `${basePath}/docs/`);
  t.match(await ask(`${basePath}/docs/static/index.html`, { headers: {} }), { status: 401 });
});

t.test('events stream, to the command line as well', async (t) => {
  const stream = await SseClient.open(`${url}${basePath}/api/v1/events/stream`, auth);
  t.teardown(() => stream.close());
  events.append('session.qr');
  t.match(await stream.untilEvents(1), [{ event: 'session.qr' }]);
  const settings = { host: '127.0.0.1', port: Number(new URL(url).port), apiKeys: [apiKey], dataDir: '/nowhere', http: { basePath } };
  for (const env of [{}, { WHATSAPP_SERVICE_URL: `${url}${basePath}` }]) {
    const client = new ServiceClient(connectionOf({}, { env, cwd: '/', settings: () => settings }), 5_000);
    t.match(await client.get('/api/v1/service'), { status: 'ready' });
    const body = await client.stream('/api/v1/service/logs/stream', {});
    await body.cancel();
  }
  app.endStreams();
});

t.test('a limit of requests holds for what is outside', async (t) => {
  const limited = await listeningApp(t, { http: { basePath, perAddress: 1 } });
  const status = async () => (await fetch(`${limited.url}/api/v1/sessions`, { signal: AbortSignal.timeout(10_000) })).status;
  t.equal(await status(), 404);
  t.equal(await status(), 429);
  t.equal((await fetch(`${limited.url}/livez`, { signal: AbortSignal.timeout(10_000) })).status, 200);
});
