import type { InjectOptions } from 'fastify';
import t from 'tap';
import type { AuditEntry } from '@whatsapp-service/supervisor/audit/audit-entry.ts';
import { accessOf } from '@whatsapp-service/supervisor/http/access/route-access.ts';
import { apiKey, auth, listeningApp, testApp } from '../../../support/http-app.ts';
import { until } from '../../../support/until.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const shared = await testApp(t);
const { app, audited, keys } = shared;

/** What a request left in the audit log. */
async function entriesOf(ask: InjectOptions, count = 1): Promise<AuditEntry[]> {
  audited.length = 0;
  await app.inject(ask);
  await until('the call is noted', () => audited.length >= count);
  return [...audited];
}

t.test('every route that changes something leaves one entry, which has its template and names nobody', async (t) => {
  const { paths } = (await app.inject({ url: '/openapi.json', headers: auth })).json<{ paths: Record<string, Record<string, object>> }>();
  const person = '15550009999';
  let changing = 0;
  for (const [path, operations] of Object.entries(paths)) {
    for (const name of Object.keys(operations)) {
      const method = name.toUpperCase() as Method;
      const route = path.replaceAll(/\{(\w+)\}/g, ':$1');
      const url = path.replace('{session_id}', 'a').replaceAll(/\{\w+\}/g, person);
      if (method === 'GET' || route === '/api/v1/sign-in') continue;
      const isAudited = accessOf(method, route)?.scope !== 'read';
      const payload = { to: person, text: `call me at ${person}`, api_key: apiKey };
      const [entry, ...more] = await entriesOf({ method, url, headers: auth, payload }, isAudited ? 1 : 0);
      t.strictSame(more, []);
      if (!isAudited) {
        t.equal(entry, undefined, route);
        continue;
      }
      changing += 1;
      t.match(entry, { method, route, via: 'key', keyName: 'API_KEYS', address: '127.0.0.1', requestId: /./, status: Number }, route);
      t.equal(entry?.sessionId, path.includes('{session_id}') ? 'a' : null, route);
      const { timeMs: _, requestId: __, ...told } = entry ?? ({} as AuditEntry);
      const own = /\{(key|backup|webhook|job|send|media)_id\}$|\{(webhook|backup|job|media)_id\}/.test(path) ? person : null;
      if (own === null) t.notMatch(JSON.stringify(told), person, `${method} ${route}`);
      t.notMatch(JSON.stringify(told), apiKey);
    }
  }
  t.ok(changing >= 80, `${changing} routes`);
});

t.test('questions leave none, nor does what is refused for want of a key; what a key may not do leaves one', async (t) => {
  audited.length = 0;
  const url = '/api/v1/sessions/a/stop';
  await app.inject({ url: '/api/v1/sessions', headers: auth });
  await app.inject({ method: 'POST', url });
  await app.inject({ method: 'POST', url, headers: { 'x-api-key': 'wrong' } });
  await app.inject({ method: 'POST', url: '/api/v1/nothing-there', headers: auth });
  const { key, id } = keys.managed.create({ name: 'reader', scopes: ['read'] });
  await app.inject({ method: 'POST', url, headers: { 'x-api-key': key } });
  await until('it is noted', () => audited.length > 0);
  t.match(audited, [{ keyId: id, keyName: 'reader', status: 403, sessionId: 'a' }]);
  t.equal(audited.length, 1);
});

t.test('what is made or taken away is named, and a session by the body as well', async (t) => {
  const [made] = await entriesOf({ method: 'POST', url: '/api/v1/keys', headers: auth, payload: { name: 'x', scopes: ['read'] } });
  t.match(made, { target: /^key_/, status: 201, sessionId: null });
  const [revoked] = await entriesOf({ method: 'DELETE', url: `/api/v1/keys/${made?.target ?? ''}`, headers: auth });
  t.match(revoked, { target: made?.target, status: 204 });
  const [session] = await entriesOf({ method: 'POST', url: '/api/v1/sessions', headers: auth, payload: { session_id: 'b', user_id: 1 } });
  t.match(session, { sessionId: 'b', target: null, status: 201 });
  const [odd] = await entriesOf({
    method: 'POST',
    url: '/api/v1/sessions',
    headers: auth,
    payload: { session_id: '../../etc', user_id: 1 },
  });
  t.match(odd, { sessionId: null, status: 400 });
});

t.test('signing in is told of, refused or not, and what the page then does', async (t) => {
  const headers = { host: 'status.example.org', origin: 'http://status.example.org' };
  const signIn = { method: 'POST' as const, url: '/api/v1/sign-in', headers };
  t.match(await entriesOf({ ...signIn, payload: { api_key: 'wrong' } }), [{ keyId: null, keyName: null, via: 'page', status: 401 }]);
  const answer = await app.inject({ ...signIn, payload: { api_key: apiKey } });
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  await until('it is noted', () => audited.length === 2);
  t.match(audited[1], { keyName: 'API_KEYS', via: 'page', status: 200, route: '/api/v1/sign-in' });
  t.match(audited[1]?.keyId, /^settings_.{1,12}$/);
  const stop = { method: 'POST' as const, url: '/api/v1/sessions/a/stop', headers: { ...headers, cookie } };
  t.match(await entriesOf(stop), [{ keyName: 'API_KEYS', via: 'page', status: 202 }]);
  t.match(await entriesOf({ ...stop, method: 'DELETE', url: '/api/v1/sign-in' }), [{ via: 'page', status: 200 }]);
});

t.test('a change whose caller goes away before the answer is told of as well', async (t) => {
  const { url, services, audited: told } = await listeningApp(t);
  const begun = Promise.withResolvers<void>();
  Object.assign(services.backups, {
    create: async () => {
      begun.resolve();
      return new Promise(() => undefined);
    },
  });
  const gone = new AbortController();
  const headers = { ...auth, 'content-type': 'application/json' };
  const asking = fetch(`${url}/api/v1/backups`, { method: 'POST', headers, body: '{"session_id":"a"}', signal: gone.signal });
  await begun.promise;
  gone.abort();
  await t.rejects(asking);
  await until('it is noted', () => told.length === 1);
  t.match(told, [{ route: '/api/v1/backups', sessionId: 'a', status: null }]);
});

t.test('the log is read by filters, with what is wrong in them', async (t) => {
  const { app: own, calls } = await testApp(t);
  const ask = async (query: string) => own.inject({ url: `/api/v1/audit?${query}`, headers: auth });
  const cursor = Buffer.from('7').toString('base64url');
  const all = `session_id=a&key_id=key_AAAAAAAAAAAA&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&limit=5&cursor=${cursor}`;
  t.strictSame((await ask(all)).json(), { entries: [], next_cursor: null, waiting: 0, lost: 0 });
  const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)];
  t.strictSame(calls, [
    { name: 'audit', args: [{ limit: 5, sessionId: 'a', keyId: 'key_AAAAAAAAAAAA', fromMs: from, toMs: to, before: 7 }] },
  ]);
  for (const bad of [
    'from=yesterday',
    'to=2026-01-01T00:00:00',
    'limit=0',
    'limit=1001',
    'cursor=x',
    'key_id=x',
    'session_id=..',
    'what=1',
  ]) {
    t.equal((await ask(bad)).statusCode, 400, bad);
  }
});
