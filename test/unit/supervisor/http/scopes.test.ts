import { createRequire } from 'node:module';
import t from 'tap';
import { accessOf, declaredRoutes } from '@whatsapp-service/supervisor/http/access/route-access.ts';
import { addRouteAccess } from '@whatsapp-service/supervisor/http/plugins/route-access.ts';
import { includesScope, scopes } from '@whatsapp-service/supervisor/keys/scope.ts';
import type { Scope } from '@whatsapp-service/supervisor/keys/scope.ts';
import { auth, testApp } from '../../../support/http-app.ts';

type App = Awaited<ReturnType<typeof testApp>>['app'];

/** The supervisor's own fastify. */
const newApp = createRequire(import.meta.resolve('@whatsapp-service/supervisor/http/app.ts'))('fastify') as () => App;
const open = ['GET /livez', 'GET /readyz', 'POST /api/v1/sign-in'];
/** What is injected and refused leaves its body unread; on a busy machine all the routes take longer than a body may. */
const patient = { bodyTimeoutMs: 900_000 };
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

// One for all tests: to build it takes longer than to ask it for all routes.
const { app, calls, events, logs, keys } = await testApp(t, patient);
const routes = await routesOf();
t.beforeEach(() => {
  calls.length = 0;
});

/** Every route that asks for a key, as fastify knows it, from the service's own description, and what the description says it asks for. */
async function routesOf() {
  const { paths } = (await app.inject({ url: '/openapi.json', headers: auth })).json<{
    paths: Record<string, Record<string, { security?: { apiKey?: Scope[] }[] }>>;
  }>();
  return Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { security }]) => ({
        name: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        method: method.toUpperCase() as Method,
        path,
        described: security?.[0]?.apiKey?.[0] ?? null,
      })),
    )
    .filter(({ name }) => !open.includes(name))
    .map((route) => {
      const access = accessOf(route.method, route.name.slice(route.method.length + 1));
      return { ...route, scope: access?.scope ?? null, isForPrefixes: access?.isForPrefixes };
    });
}

function urlOf(path: string, sessionId: string): string {
  return path.replace('{session_id}', sessionId).replaceAll(/\{\w+\}/g, 'none');
}

t.test('no scope is declared for a route that is not there, and the description names what is asked for', async (t) => {
  t.ok(routes.length >= 100);
  t.strictSame(
    declaredRoutes.filter((name) => !routes.some((route) => route.name === name)),
    [],
  );
  t.equal(new Set(declaredRoutes).size, declaredRoutes.length, 'none is declared twice');
  for (const { name, scope, described } of routes) t.equal(described, scope, name);
});

t.test('the service does not start with a route that nobody declared', async (t) => {
  const bare = newApp();
  t.teardown(async () => bare.close());
  addRouteAccess(bare, new Set(['GET /open']));
  bare.get('/open', { exposeHeadRoute: false }, () => '');
  bare.post('/api/v1/sessions/:session_id/new', () => '');
  await t.rejects(async () => bare.ready(), { message: /POST \/api\/v1\/sessions\/:session_id\/new is not declared/ });
});

t.test('every route: no key, a wrong one, one that expired, one that was revoked, and one of each scope', async (t) => {
  const make = (scope: Scope, expiresMs: number | null = null) => keys.managed.create({ name: scope, scopes: [scope], expiresMs });
  const expired = make('admin', keys.clock.now() + 1_000).key;
  const revoked = make('admin');
  keys.managed.revoke(revoked.id);
  keys.clock.aheadMs = 2_000;
  const ofScope = new Map(scopes.map((scope) => [scope, make(scope).key]));
  for (const { name, method, path, scope: needed } of routes) {
    const url = urlOf(path, 'none');
    // A body that cannot be read: who is let in gets no further than that, where a body is taken.
    const ask = async (headers: Record<string, string>) =>
      app.inject({ method, url, headers, ...(method === 'GET' ? {} : { payload: '{bad' }) });
    const before = calls.length;
    for (const headers of [{}, { 'x-api-key': 'not-a-key-of-anybody' }, { 'x-api-key': revoked.key }]) {
      t.match((await ask(headers)).json(), { status: 401, code: 'SUP_UNAUTHORIZED' }, name);
    }
    t.match((await ask({ 'x-api-key': expired })).json(), { status: 401, code: 'SUP_API_KEY_EXPIRED' }, name);
    if (needed === null) continue;
    for (const [scope, key] of ofScope) {
      if (includesScope([scope], needed)) continue;
      t.match((await ask({ 'x-api-key': key })).json(), { status: 403, code: 'SUP_SCOPE_MISSING' }, `${name} with ${scope}`);
    }
    t.equal(calls.length, before, `${name} did nothing`);
    // A stream does not end by itself.
    if (url.endsWith('/stream')) continue;
    const { statusCode } = await ask({ 'x-api-key': ofScope.get(needed) ?? '' });
    t.ok(statusCode !== 401 && statusCode !== 403, `${name} lets ${needed} in: ${statusCode}`);
  }
});

t.test('every route: a key of another prefix gets nothing and does nothing', async (t) => {
  const { key } = keys.managed.create({ name: 'shop', scopes: ['read', 'send', 'manage'], sessionPrefix: 'shop_7_' });
  const headers = { 'x-api-key': key };
  for (const { name, method, path, scope, isForPrefixes } of routes) {
    if (scope === 'admin' || (isForPrefixes === true && !path.includes('{session_id}'))) continue;
    const before = calls.length;
    for (const other of ['shop_70', 'shop_8_a', 'SHOP_7_a', '%73hop_8_a']) {
      const answer = await app.inject({ method, url: urlOf(path, other), headers });
      t.match(answer.json(), { status: 403, code: 'SUP_OUTSIDE_PREFIX' }, `${name} of ${other}`);
    }
    t.equal(calls.length, before, `${name} did nothing`);
    if (isForPrefixes !== true) continue;
    const { statusCode } = await app.inject({ method, url: urlOf(path, '%73hop_7_a'), headers });
    t.ok(statusCode !== 401 && statusCode !== 403, `${name} of its own: ${statusCode}`);
  }
});

t.test('a key with a prefix: what names a session in its query or body is of its own, and so is what lists show', async (t) => {
  const { key } = keys.managed.create({ name: 'shop', scopes: ['read', 'manage'], sessionPrefix: 'shop_7_' });
  const ask = async (url: string, payload?: object) =>
    app.inject({ url: `/api/v1${url}`, headers: { 'x-api-key': key }, ...(payload === undefined ? {} : { method: 'POST', payload }) });
  for (const session_id of ['shop_7_a', 'shop_8_a']) {
    events.append('message.received', session_id);
    logs.stream.write(JSON.stringify({ level: 'info', time: 't', msg: session_id, session_id }));
  }
  logs.stream.write(JSON.stringify({ level: 'info', time: 't', msg: 'of the service as a whole' }));
  const outside = { status: 403, code: 'SUP_OUTSIDE_PREFIX' };
  for (const list of ['/events', '/events/stream', '/service/logs', '/service/logs/stream', '/webhooks']) {
    t.match((await ask(`${list}?session_id=shop_8_a`)).json(), outside, list);
  }
  t.match((await ask('/sessions', { session_id: 'shop_8_a' })).json(), outside);
  t.strictSame(calls, []);
  t.equal((await ask('/sessions', { session_id: 'shop_7_b' })).statusCode, 201);
  await ask('/sessions');
  t.strictSame(calls.at(-1), { name: 'list', args: [{ limit: 100, sessionPrefix: 'shop_7_' }] });
  const shown = (await ask('/events')).json<{ events: { session_id: string }[] }>().events;
  t.strictSame(
    shown.map(({ session_id: id }) => id),
    ['shop_7_a'],
  );
  const told = (await ask('/service/logs')).json<{ lines: { message: string }[] }>().lines;
  t.strictSame(
    told.map(({ message }) => message),
    ['shop_7_a'],
  );
});

t.test('a route that is not there tells so to whoever has a key', async (t) => {
  const { key } = keys.managed.create({ name: 'reader', scopes: ['read'] });
  t.equal((await app.inject({ method: 'POST', url: '/api/v1/none', headers: { 'x-api-key': key } })).statusCode, 404);
  t.equal((await app.inject({ method: 'POST', url: '/api/v1/events', headers: { 'x-api-key': key } })).statusCode, 405);
});

t.test('who may only read or send gets nothing that links a phone', async (t) => {
  const { key } = keys.managed.create({ name: 'Support', scopes: ['read', 'send'] });
  for (const [method, what] of [
    ['GET', 'qr'],
    ['GET', 'screenshot'],
    ['POST', 'pairing-code'],
  ] as const) {
    const answer = await app.inject({ method, url: `/api/v1/sessions/a/${what}`, headers: { 'x-api-key': key } });
    t.match(answer.json(), { status: 403, code: 'SUP_SCOPE_MISSING', detail: /"manage"/ }, what);
  }
  t.strictSame(calls, []);
});

t.test('the description asks for the same under each of its names', async (t) => {
  for (const url of ['/openapi.json', '/docs/json', '/docs/yaml']) {
    const statusWith = async (scope: Scope, sessionPrefix: string | null = null) => {
      const { key } = keys.managed.create({ name: 'reader', scopes: [scope], sessionPrefix });
      return (await app.inject({ url, headers: { 'x-api-key': key } })).statusCode;
    };
    t.equal(await statusWith('send'), 403, url);
    t.equal(await statusWith('read'), 200, url);
    t.equal(await statusWith('read', 'shop_7_'), 200, url);
  }
  const { key } = keys.managed.create({ name: 'sender', scopes: ['send'] });
  t.equal((await app.inject({ url: '/docs', headers: { 'x-api-key': key } })).statusCode, 200, 'the empty page tells nothing');
});
