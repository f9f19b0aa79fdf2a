import type { InjectOptions } from 'fastify';
import t from 'tap';
import { WrongKeys } from '@whatsapp-service/supervisor/http/pressure/wrong-keys.ts';
import { parseTrustProxy } from '@whatsapp-service/supervisor/config/trust-proxy.ts';
import { apiKey, auth, testApp } from '../../../support/http-app.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

type App = Awaited<ReturnType<typeof testApp>>['app'];

const url = '/api/v1/sessions';

/** The statuses of several requests, one after the other. */
async function statuses(app: App, count: number, ask: InjectOptions): Promise<number[]> {
  const got: number[] = [];
  for (let n = 0; n < count; n += 1) got.push((await app.inject(ask)).statusCode);
  return got;
}

t.test('a key has so many requests a minute, whatever its address; others go on', async (t) => {
  const { app, keys } = await testApp(t, { http: { perKey: 3 } });
  const { key } = keys.managed.create({ name: 'busy', scopes: ['read'] });
  const busy = { 'x-api-key': key };
  t.strictSame(await statuses(app, 3, { url, headers: busy }), [200, 200, 200]);
  const refused = await app.inject({ url, headers: busy, remoteAddress: '10.0.0.9' });
  t.match(refused.json(), { status: 429, code: 'SUP_RATE_LIMITED', detail: /this key than the 3 a minute/ });
  t.ok(Number(refused.headers['retry-after']) > 0 && Number(refused.headers['retry-after']) <= 60);
  t.equal((await app.inject({ url, headers: auth })).statusCode, 200);
  t.strictSame(await statuses(app, 5, { url: '/livez', headers: busy }), Array(5).fill(200));
});

t.test('an address has so many, with and without a key; health is answered always', async (t) => {
  const { app, calls } = await testApp(t, { http: { perAddress: 4 } });
  t.strictSame(await statuses(app, 2, { url }), [401, 401]);
  t.strictSame(await statuses(app, 3, { url, headers: auth }), [200, 200, 429]);
  calls.length = 0;
  const refused = await app.inject({ method: 'POST', url: `${url}/a/stop`, headers: auth });
  t.match(refused.json(), { status: 429, code: 'SUP_RATE_LIMITED', detail: /nothing was done/ });
  t.strictSame(calls, []);
  for (const health of ['/livez', '/readyz']) t.equal((await app.inject({ url: health })).statusCode, 200, health);
  t.equal((await app.inject({ url, headers: auth, remoteAddress: '10.0.0.9' })).statusCode, 200, 'another address goes on');
});

t.test('of IPv6 a network counts as one address, and IPv4 in IPv6 is IPv4', async (t) => {
  const { app } = await testApp(t, { http: { perAddress: 1 } });
  const from = async (remoteAddress: string) => (await app.inject({ url, headers: auth, remoteAddress })).statusCode;
  t.equal(await from('2001:db8:1:2::1'), 200);
  t.equal(await from('2001:db8:1:2:ffff::7'), 429);
  t.equal(await from('2001:db8:1:3::1'), 200);
  t.equal(await from('::ffff:10.0.0.1'), 200);
  t.equal(await from('10.0.0.1'), 429);
});

t.test('whoever sends wrong keys has to wait, and learns nothing meanwhile; a key that worked from there goes on', async (t) => {
  const { app, keys } = await testApp(t, { http: { wrongKeys: 3 } });
  const { key: other } = keys.managed.create({ name: 'other', scopes: ['read'] });
  t.equal((await app.inject({ url, headers: auth })).statusCode, 200);
  t.strictSame(await statuses(app, 4, { url, headers: { 'x-api-key': 'wrong' } }), [401, 401, 401, 429]);
  const refused = await app.inject({ url, headers: { 'x-api-key': other } });
  t.match(refused.json(), { status: 429, code: 'SUP_TOO_MANY_WRONG_KEYS' }, 'right or wrong, it is not looked at');
  t.equal(refused.headers['retry-after'], '1');
  t.equal((await app.inject({ url: `${url}/%zz`, headers: { 'x-api-key': other } })).statusCode, 429, 'nor where the URL is bad');
  t.equal((await app.inject({ url, headers: auth })).statusCode, 200, 'a program behind the same proxy is not locked out');
  t.equal((await app.inject({ url, headers: { 'x-api-key': other }, remoteAddress: '10.0.0.9' })).statusCode, 200);
  t.equal((await app.inject({ url: '/livez' })).statusCode, 200);
});

t.test('the wait doubles up to a minute, is forgotten, and takes a bounded memory', async (t) => {
  const clock = new FakeClock();
  const wrongKeys = new WrongKeys({ clock, free: 2 });
  const waits: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    wrongKeys.noteWrong('a');
    waits.push(wrongKeys.waitMs('a'));
    clock.advance(waits.at(-1) ?? 0);
    t.equal(wrongKeys.waitMs('a'), 0, 'after the wait the next one is looked at');
  }
  t.strictSame(waits, [0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  clock.advance(11 * 60_000);
  wrongKeys.noteWrong('a');
  t.equal(wrongKeys.waitMs('a'), 0);
  wrongKeys.noteRight('a', 'k');
  t.ok(wrongKeys.isKnown('a', 'k'));
  t.notOk(wrongKeys.isKnown('b', 'k'));
  clock.advance(61 * 60_000);
  t.notOk(wrongKeys.isKnown('a', 'k'));
  for (let n = 0; n < 3; n += 1) wrongKeys.noteWrong('first');
  t.ok(wrongKeys.waitMs('first') > 0);
  for (let n = 0; n < 10_000; n += 1) wrongKeys.noteWrong(`address-${n}`);
  t.equal(wrongKeys.waitMs('first'), 0, 'the oldest is forgotten');
});

t.test('a sign-in that fails costs the programs nothing, and the other way round', async (t) => {
  const { app } = await testApp(t, { http: { wrongKeys: 2 } });
  const signIn = (api_key: string) => ({ method: 'POST' as const, url: '/api/v1/sign-in', payload: { api_key } });
  t.strictSame(await statuses(app, 3, signIn('wrong')), [401, 401, 429]);
  t.equal((await app.inject({ url, headers: auth })).statusCode, 200);
  const { app: second } = await testApp(t, { http: { wrongKeys: 2 } });
  t.strictSame(await statuses(second, 3, { url, headers: { 'x-api-key': 'wrong' } }), [401, 401, 429]);
  t.strictSame(await statuses(second, 20, signIn(apiKey)), Array(20).fill(200), 'those that succeed are not counted');
});

/** Which address the audit log has for a request from 127.0.0.1 with a header. */
async function addressWith(t: Parameters<typeof testApp>[0], trustProxy: number | readonly string[] | undefined, forwarded: string) {
  const { app, audited } = await testApp(t, { http: { trustProxy } });
  await app.inject({ method: 'POST', url: `${url}/a/stop`, headers: { ...auth, 'x-forwarded-for': forwarded } });
  return audited[0]?.address;
}

t.test('a forwarded address is believed from the proxies that are named, and from nobody else', async (t) => {
  t.equal(await addressWith(t, undefined, '203.0.113.7'), '127.0.0.1', 'off: a header of anybody’s making');
  t.equal(await addressWith(t, ['10.0.0.0/8'], '203.0.113.7'), '127.0.0.1', 'not from this one');
  t.equal(await addressWith(t, ['loopback'], '203.0.113.7'), '203.0.113.7');
  t.equal(await addressWith(t, ['loopback', '10.0.0.0/8'], '203.0.113.66, 203.0.113.7, 10.0.0.1'), '203.0.113.7', 'before it is hearsay');
  t.equal(await addressWith(t, 1, '203.0.113.66, 203.0.113.7'), '203.0.113.7');
  t.equal(await addressWith(t, 2, '203.0.113.7, 10.0.0.1'), '203.0.113.7');
  t.equal(await addressWith(t, 1, '<script>'), '127.0.0.1', 'what is no address is none');
  t.equal(await addressWith(t, 1, '::ffff:203.0.113.7'), '203.0.113.7');
});

t.test('limits count by the forwarded address, where it is believed', async (t) => {
  const ask = (forwarded: string) => ({ url, headers: { ...auth, 'x-forwarded-for': forwarded } });
  const { app } = await testApp(t, { http: { perAddress: 1, trustProxy: 1 } });
  t.strictSame(await statuses(app, 2, ask('203.0.113.7')), [200, 429]);
  t.strictSame(await statuses(app, 1, ask('203.0.113.8')), [200]);
  const { app: direct } = await testApp(t, { http: { perAddress: 1 } });
  t.strictSame(await statuses(direct, 1, ask('203.0.113.7')), [200]);
  t.strictSame(await statuses(direct, 1, ask('203.0.113.8')), [429], 'a header of one’s own making buys nothing');
});

t.test('the cookie is for TLS alone where a proxy that is believed says that it speaks it', async (t) => {
  const signIn = async (trustProxy: number | undefined) => {
    const { app } = await testApp(t, { http: { trustProxy } });
    const headers = { 'x-forwarded-proto': 'https' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/sign-in', headers, payload: { api_key: apiKey } });
    return String(answer.headers['set-cookie']);
  };
  t.match(await signIn(1), /; Secure/);
  t.notMatch(await signIn(undefined), /Secure/);
});

t.test('which proxies are believed is said by their number or by their addresses', async (t) => {
  t.equal(parseTrustProxy('2'), 2);
  t.strictSame(parseTrustProxy('loopback, 10.0.0.0/8,::1'), ['loopback', '10.0.0.0/8', '::1']);
  for (const bad of ['0', '11', 'true', '*', '10.0.0', '10.0.0.0/33', 'proxy.example.org', ',', '0x7f.1']) {
    t.equal(parseTrustProxy(bad), undefined, bad);
  }
});
