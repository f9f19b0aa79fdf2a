import t from 'tap';
import { apiKey, auth, testApp } from '../../../support/http-app.ts';

t.test('every route but the health checks and the sign-in asks for the key before it looks at anything else', async (t) => {
  // What is injected and refused leaves its body unread; on a busy machine all the routes take longer than a body may.
  const { app, calls } = await testApp(t, { bodyTimeoutMs: 900_000 });
  const { paths } = (await app.inject({ url: '/openapi.json', headers: auth })).json<{ paths: Record<string, object> }>();
  const routes = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => ({ method, path })));
  t.ok(routes.length >= 20);
  for (const { method, path } of [
    ...routes,
    { method: 'get', path: '/docs' },
    { method: 'get', path: '/docs/json' },
    { method: 'get', path: '/no' },
  ]) {
    const isOpen = path === '/livez' || path === '/readyz' || (method === 'post' && path === '/api/v1/sign-in');
    const url = path.replace('{session_id}', '!not-an-id!');
    const answer = await app.inject({ method: method.toUpperCase() as 'GET', url, payload: '{bad' });
    t.equal(answer.statusCode === 401, !isOpen, `${method} ${path}`);
    if (!isOpen) t.match(answer.json(), { code: 'SUP_UNAUTHORIZED', status: 401 }, path);
    if (!isOpen) t.ok(answer.headers['www-authenticate'], 'RFC 9110 asks for a challenge');
  }
  t.strictSame(calls, []);
});

const wrongKeys: Record<string, string> = {
  'an empty key': '',
  'another key': 'the-key-of-another-test',
  'the beginning of the key': apiKey.slice(0, -1),
  'the key twice': `${apiKey}, ${apiKey}`,
  'a key of 100 kB': 'x'.repeat(100_000),
  'a key of odd bytes': 'ÿ\u0080 þ',
};

for (const [title, key] of Object.entries(wrongKeys)) {
  t.test(`${title} is refused`, async (t) => {
    const { app, calls } = await testApp(t);
    const answer = await app.inject({ url: '/api/v1/sessions', headers: { 'x-api-key': key } });
    t.equal(answer.statusCode, 401);
    t.strictSame(calls, []);
  });
}

t.test('a key in the URL, in a cookie or as a bearer token is not taken', async (t) => {
  const { app } = await testApp(t);
  for (const url of [`/api/v1/sessions?x-api-key=${apiKey}`, `/api/v1/sessions?api_key=${apiKey}`]) {
    t.equal((await app.inject({ url })).statusCode, 401);
  }
  for (const headers of [{ cookie: `x-api-key=${apiKey}` }, { authorization: `Bearer ${apiKey}` }]) {
    t.equal((await app.inject({ url: '/api/v1/sessions', headers })).statusCode, 401);
  }
});

t.test('a browser may read the reference with the key as its password, and nothing else', async (t) => {
  const { app, calls } = await testApp(t);
  const authorization = `Basic ${Buffer.from(`anybody:${apiKey}`).toString('base64')}`;
  for (const url of ['/docs', '/docs/json', '/docs/static/swagger-ui.css', '/openapi.json']) {
    t.equal((await app.inject({ url, headers: { authorization } })).statusCode, 200, url);
  }
  t.equal((await app.inject({ url: '/api/v1/sessions', headers: { authorization } })).statusCode, 401);
  t.equal((await app.inject({ method: 'POST', url: '/api/v1/sessions/a/stop', headers: { authorization } })).statusCode, 401);
  t.strictSame(calls, []);
  const refused = await app.inject({ url: '/docs', headers: { authorization: 'Basic !!!' } });
  t.equal(refused.statusCode, 401);
  t.match(refused.headers['www-authenticate'], /^Basic /);
  const elsewhere = await app.inject({ url: '/api/v1/sessions' });
  t.notMatch(elsewhere.headers['www-authenticate'], /Basic/, 'a browser must not ask people for a password there');
});

t.test('an unreadable URL asks for the key as well', async (t) => {
  const { app } = await testApp(t);
  const refused = await app.inject({ url: '/api/v1/sessions/%zz' });
  t.equal(refused.statusCode, 401);
  t.ok(refused.headers['www-authenticate'], 'RFC 9110 asks for a challenge');
  t.match((await app.inject({ url: '/api/v1/sessions/%zz', headers: auth })).json(), { status: 400, code: 'SUP_INVALID_REQUEST' });
});
