import t from 'tap';
import { auth, testApp } from '../../../support/http-app.ts';

const url = '/api/v1/keys';

interface Made {
  readonly id: string;
  readonly key: string;
}

async function setUp(t: Parameters<typeof testApp>[0]) {
  const parts = await testApp(t);
  const make = async (payload: object) => parts.app.inject({ method: 'POST', url, headers: auth, payload });
  return { ...parts, make };
}

t.test('a key is shown once, works, is listed without itself, and ends when it is revoked', async (t) => {
  const { app, make } = await setUp(t);
  const answer = await make({ name: 'Django', scopes: ['read'] });
  t.equal(answer.statusCode, 201);
  const { id, key } = answer.json<Made>();
  t.match(answer.json(), { name: 'Django', scopes: ['read'], session_prefix: null, expires_at: null, last_used_at: null });
  t.match(key, /^wak_[\w-]{43}$/);
  t.equal(answer.headers.location, `${url}/${id}`);
  const ask = async () => app.inject({ url: '/api/v1/sessions', headers: { 'x-api-key': key } });
  t.equal((await ask()).statusCode, 200);
  const list = await app.inject({ url, headers: auth });
  t.match(list.json(), { keys: [{ id, name: 'Django', last_used_at: /^\d{4}-/ }] });
  t.notMatch(list.body, key);
  t.notMatch((await app.inject({ url: `${url}/${id}`, headers: auth })).body, key);
  t.equal((await app.inject({ method: 'DELETE', url: `${url}/${id}`, headers: auth })).statusCode, 204);
  t.equal((await ask()).statusCode, 401);
  for (const method of ['GET', 'DELETE'] as const) {
    t.match((await app.inject({ method, url: `${url}/${id}`, headers: auth })).json(), { status: 404, code: 'SUP_KEY_NOT_FOUND' });
  }
});

t.test('what is no key that can be made is refused, and nothing is made', async (t) => {
  const { app, make } = await setUp(t);
  const bad: object[] = [
    {},
    { name: 'x' },
    { name: '', scopes: ['read'] },
    { name: 'x'.repeat(101), scopes: ['read'] },
    { name: 'a\nb', scopes: ['read'] },
    { name: 'x', scopes: ['root'] },
    { name: 'x', scopes: [] },
    { name: 'x', scopes: ['read', 'read'] },
    { name: 'x', scopes: 'read' },
    { name: 'x', scopes: ['read'], session_prefix: '' },
    { name: 'x', scopes: ['read'], session_prefix: '../' },
    { name: 'x', scopes: ['admin'], session_prefix: 'shop_7_' },
    { name: 'x', scopes: ['read'], expires_at: 'tomorrow' },
    { name: 'x', scopes: ['read'], expires_at: '2027-01-31T12:00:00' },
    { name: 'x', scopes: ['read'], expires_at: '2020-01-31T12:00:00Z' },
    { name: 'x', scopes: ['read'], key: 'of-my-own-choice-0000' },
  ];
  for (const payload of bad) t.match((await make(payload)).json(), { status: 400, code: 'SUP_INVALID_REQUEST' }, JSON.stringify(payload));
  t.strictSame((await app.inject({ url, headers: auth })).json(), { keys: [] });
});

t.test('a browser that signed in with a key may do what the key may, as long as the key may', async (t) => {
  const { app, keys, make } = await setUp(t);
  const expiresMs = keys.clock.now() + 60_000;
  const { id, key } = (await make({ name: 'Support', scopes: ['read'], expires_at: new Date(expiresMs).toISOString() })).json<Made>();
  const host = 'status.example.org';
  const headers = { host, origin: `http://${host}` };
  const signIn = async () => app.inject({ method: 'POST', url: '/api/v1/sign-in', headers, payload: { api_key: key } });
  const answer = await signIn();
  t.match(answer.json(), { key_name: 'Support', scopes: ['read'], expires_at: new Date(expiresMs).toISOString() });
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  const list = async () => app.inject({ url: '/api/v1/sessions', headers: { cookie } });
  t.equal((await list()).statusCode, 200);
  const stop = await app.inject({ method: 'POST', url: '/api/v1/sessions/a/stop', headers: { ...headers, cookie } });
  t.match(stop.json(), { status: 403, code: 'SUP_SCOPE_MISSING' });
  keys.clock.aheadMs = 61_000;
  t.equal((await list()).statusCode, 401, 'the key has expired, and its cookie with it');
  t.match((await signIn()).json(), { status: 401, code: 'SUP_API_KEY_EXPIRED' });
  keys.clock.aheadMs = 0;
  t.equal((await list()).statusCode, 200);
  keys.managed.revoke(id);
  t.equal((await list()).statusCode, 401, 'the key was revoked');
});
