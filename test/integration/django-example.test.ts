import { once } from 'node:events';
import { createServer } from 'node:http';

import { toBuffer } from 'qrcode';
import t from 'tap';

import { manageDjango } from '../support/django-command.ts';
import { startDjango, type RunningDjango } from '../support/django.ts';
import { readTerminalQr } from '../support/read-terminal-qr.ts';

const path = '/api/v1/sessions/active-sessions/';
const apiKey = 'key-of-django-0123456789';
const main = { session_id: 'user_1_instance_main', user_id: 1, instance_name: 'Main', status: 'connected' } as const;
const second = { session_id: 'user_2_instance_personal', user_id: 2, instance_name: 'Personal', status: 'qr_required' } as const;

async function ask(django: RunningDjango, headers: Record<string, string>, method = 'GET'): Promise<Response> {
  return fetch(django.baseUrl + path, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
}

t.test("the example's own tests pass", async (t) => {
  const result = await manageDjango(['test']);
  t.equal(result.code, 0, 'the command succeeds', { stderr: result.stderr });
  t.match(result.stderr, /Ran [1-9]\d* tests/);
});

t.test('the example passes the checks of Django and its migrations are complete', async (t) => {
  const env = { WHATSAPP_DJANGO_API_KEY: apiKey, WHATSAPP_SERVICE_API_KEY: apiKey };
  const checked = await manageDjango(['check', '--fail-level', 'WARNING'], env);
  t.equal(checked.code, 0, 'check finds nothing', { stderr: checked.stderr });
  const migrations = await manageDjango(['makemigrations', '--check', '--dry-run'], env);
  t.equal(migrations.code, 0, 'no migration is missing', { stdout: migrations.stdout });
});

t.test('the active-sessions endpoint', async (t) => {
  const inactive = { session_id: 'user_3_old', user_id: 3, is_active: false };
  const django = await startDjango({ apiKey, sessions: [main, second, inactive] });
  t.teardown(() => django.stop());

  await t.test('answers the contract, no more and no less', async (t) => {
    const response = await ask(django, { 'x-api-key': apiKey });
    t.equal(response.status, 200);
    t.match(response.headers.get('content-type'), /^application\/json/);
    t.strictSame(await response.json(), { success: true, data: { sessions: [main, second] } });
  });

  await t.test('answers 401 in JSON to a wrong key and to none', async (t) => {
    for (const headers of [{ 'x-api-key': 'wrong' }, { 'x-api-key': '' }, { authorization: apiKey }, {}]) {
      const response = await ask(django, headers);
      t.equal(response.status, 401);
      t.match(await response.json(), { success: false, error: /x-api-key/ });
    }
    const inUrl = await fetch(`${django.baseUrl}${path}?x-api-key=${apiKey}`, { signal: AbortSignal.timeout(10_000) });
    t.equal(inUrl.status, 401);
    await inUrl.text();
  });

  await t.test('answers 405 to everything but reading', async (t) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await ask(django, { 'x-api-key': apiKey }, method);
      t.equal(response.status, 405);
      t.equal(response.headers.get('allow'), 'GET, HEAD');
      t.match(await response.json(), { success: false });
    }
  });

  await t.test('shows a list that was replaced at once, and logs who asked', async (t) => {
    await django.setSessions([second]);
    const response = await ask(django, { 'x-api-key': apiKey });
    t.strictSame(await response.json(), { success: true, data: { sessions: [second] } });
    t.strictSame(django.requests()[0], { method: 'GET', path, status: 200 });
  });

  await t.test('refuses a list with a wrong entry and keeps the one it has', async (t) => {
    const wrong = [main, { ...second, session_id: '../outside' }];
    await t.rejects(django.setSessions(wrong), /Entry 2 .*letters, digits, hyphens/);
    t.strictSame(await (await ask(django, { 'x-api-key': apiKey })).json(), { success: true, data: { sessions: [second] } });
  });
});

t.test('a stopped Django is gone, and comes back at its old address', async (t) => {
  const first = await startDjango({ apiKey, sessions: [main] });
  await first.stop();
  await first.stop();
  t.throws(() => process.kill(first.pid, 0), { code: 'ESRCH' });
  await t.rejects(ask(first, { 'x-api-key': apiKey }));
  const again = await startDjango({ apiKey, port: first.port });
  t.teardown(() => again.stop());
  t.equal(again.baseUrl, first.baseUrl);
  t.strictSame(await (await ask(again, { 'x-api-key': apiKey })).json(), { success: true, data: { sessions: [] } });
});

t.test('link_session draws a code that a phone can read', async (t) => {
  const text = `2@${'Ab+/'.repeat(40)},${'x'.repeat(44)},${'y'.repeat(44)},1`;
  const service = await fakeService(text);
  t.teardown(() => service.close());
  const extraEnv = { WHATSAPP_SERVICE_URL: service.url, WHATSAPP_SERVICE_API_KEY: 'service-key' };
  const django = await startDjango({ apiKey, sessions: [main], extraEnv });
  t.teardown(() => django.stop());
  const result = await django.manage(['link_session', 'new', '--user', 'user_1', '--poll', '0.01', '--no-color']);
  t.equal(result.code, 0, 'the command succeeds', { stderr: result.stderr });
  t.equal(readTerminalQr(result.stdout), text);
  t.match(result.stdout, /Connected as 15550000009\./);
});

/** Offers one QR code, drawn as the service draws it, and is connected once the code was fetched as a picture. */
async function fakeService(text: string): Promise<{ url: string; close(): void }> {
  const png = await toBuffer(text, { errorCorrectionLevel: 'L', margin: 4, width: 512 });
  let status = 'qr_required';
  const server = createServer((request, response) => {
    const isPicture = request.headers.accept === 'image/png';
    if (isPicture) status = 'connected';
    const body = request.url?.endsWith('/qr') ? { qr: text, expires_at: null } : { session_id: 'new', status, phone: '15550000009' };
    response.writeHead(200, { 'content-type': isPicture ? 'image/png' : 'application/json' });
    response.end(isPicture ? png : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port.');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
