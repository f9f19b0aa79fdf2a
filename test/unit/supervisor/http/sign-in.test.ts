import t from 'tap';
import { apiKey, auth, testApp } from '../../../support/http-app.ts';

const url = '/api/v1/sign-in';
const host = 'status.example.org';
const origin = `http://${host}`;

type App = Awaited<ReturnType<typeof testApp>>['app'];

async function signIn(app: App, api_key = apiKey) {
  return app.inject({ method: 'POST', url, headers: { host, origin }, payload: { api_key } });
}

async function cookieOf(app: App): Promise<string> {
  return String((await signIn(app)).headers['set-cookie']).split(';')[0] ?? '';
}

t.test('a key signs a browser in, with a cookie that no script and no other site gets', async (t) => {
  const { app } = await testApp(t);
  const answer = await signIn(app);
  t.equal(answer.statusCode, 200);
  t.match(answer.json(), { expires_at: /^\d{4}-/, key_name: 'API_KEYS', scopes: ['admin'], session_prefix: null });
  t.match(answer.headers['set-cookie'], /^whatsapp_service_sign_in=[\w-]{43}; Max-Age=43(200|199); Path=\/; HttpOnly; SameSite=Strict$/);
  t.notMatch(JSON.stringify(answer.headers), apiKey);
});

t.test('the cookie stands for the key, until the browser signs out', async (t) => {
  const { app } = await testApp(t);
  const cookie = await cookieOf(app);
  const ask = async () => app.inject({ url: '/api/v1/sessions', headers: { cookie } });
  t.equal((await ask()).statusCode, 200);
  t.equal((await app.inject({ url, headers: { cookie } })).statusCode, 200);
  const out = await app.inject({ method: 'DELETE', url, headers: { cookie, host, origin } });
  t.equal(out.statusCode, 200);
  t.match(out.headers['set-cookie'], /=; Max-Age=0;/);
  t.equal((await ask()).statusCode, 401, 'a copy of the cookie is worth nothing any more');
});

t.test('a page of another site changes nothing with it', async (t) => {
  const { app, calls } = await testApp(t);
  const cookie = await cookieOf(app);
  const stop = async (headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/api/v1/sessions/a/stop', headers: { cookie, host, ...headers } });
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: `http://${host}:81` }, {}]) {
    const answer = await stop(headers);
    t.match(answer.json(), { status: 403, code: 'SUP_CROSS_ORIGIN' }, JSON.stringify(headers));
    t.notOk(answer.headers['www-authenticate'], 'a key is not what it wants');
  }
  t.strictSame(calls, []);
  t.equal((await stop({ origin })).statusCode, 202);
  const foreign = await app.inject({
    method: 'POST',
    url,
    headers: { host, origin: 'https://evil.example' },
    payload: { api_key: apiKey },
  });
  t.equal(foreign.statusCode, 403, 'nor does it sign somebody in');
});

t.test('a header decides where there is one: a wrong key is refused beside a good cookie', async (t) => {
  const { app } = await testApp(t);
  const cookie = await cookieOf(app);
  t.equal((await app.inject({ url: '/api/v1/sessions', headers: { cookie, 'x-api-key': 'wrong' } })).statusCode, 401);
  t.equal((await app.inject({ method: 'POST', url: '/api/v1/sessions/a/stop', headers: { cookie, ...auth } })).statusCode, 202);
});

t.test('whoever tries keys has to wait', async (t) => {
  const { app } = await testApp(t, { http: { wrongKeys: 10 } });
  for (let attempt = 0; attempt < 10; attempt += 1) t.equal((await signIn(app, `wrong-${attempt}`)).statusCode, 401);
  const answer = await signIn(app);
  t.match(answer.json(), { status: 429, code: 'SUP_TOO_MANY_SIGN_INS' });
  t.ok(Number(answer.headers['retry-after']) > 0);
  t.equal((await app.inject({ url: '/api/v1/sessions', headers: auth })).statusCode, 200, 'programs go on');
});

t.test('a cookie of somebody’s own making is none', async (t) => {
  const { app } = await testApp(t);
  for (const value of ['', 'x', 'A'.repeat(43), `"${apiKey}"`, '%00']) {
    const cookie = `whatsapp_service_sign_in=${value}`;
    t.equal((await app.inject({ url: '/api/v1/sessions', headers: { cookie } })).statusCode, 401, value);
  }
});
