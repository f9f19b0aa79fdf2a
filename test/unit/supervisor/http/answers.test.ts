import t from 'tap';
import { auth, recordingServices, testApp } from '../../../support/http-app.ts';
import { sessionView } from '../../../support/recording-sessions.ts';

const session = '/api/v1/sessions/user_1-Main';

t.test('each route asks its port and answers with its status', async (t) => {
  const { app, calls } = await testApp(t);
  const expected: readonly (readonly ['GET' | 'POST' | 'DELETE', string, number, string])[] = [
    ['GET', session, 200, 'get'],
    ['GET', `${session}/timeline`, 200, 'timeline'],
    ['GET', `${session}/screenshot`, 200, 'screenshot'],
    ['GET', `${session}/qr`, 200, 'qr'],
    ['POST', `${session}/start`, 202, 'start'],
    ['POST', `${session}/stop`, 202, 'stop'],
    ['POST', `${session}/restart`, 202, 'restart'],
    ['POST', `${session}/logout`, 202, 'logout'],
    ['DELETE', session, 202, 'remove'],
  ];
  for (const [method, url, status, name] of expected) {
    const answer = await app.inject({ method, url, headers: auth });
    t.equal(answer.statusCode, status, `${method} ${url}`);
    t.match(calls.at(-1), { name, args: ['user_1-Main'] });
    t.equal((await app.inject({ method, url: `${url}/`, headers: auth })).statusCode, status, 'with a slash at the end');
    const missing = await app.inject({ method, url: url.replace('user_1-Main', 'none'), headers: auth });
    t.match(missing.json(), { status: 404, code: 'SUP_SESSION_NOT_FOUND', detail: 'No session has the id "none".' });
  }
});

t.test('a number is checked by the session’s worker', async (t) => {
  const { app, calls } = await testApp(t);
  const answer = await app.inject({ url: `${session}/numbers/+15550000002`, headers: auth });
  t.equal(answer.statusCode, 200);
  const known = { exists: true, chat_id: '15550000002@c.us', country_code: '1', formatted: '+1 555' };
  t.strictSame(answer.json(), { phone_number: '+15550000002', ...known });
  t.strictSame(calls, [{ name: 'ask', args: ['user_1-Main', 'contact.check_number', { phoneNumber: '+15550000002' }] }]);
  t.match((await app.inject({ url: `${session}/numbers/12`, headers: auth })).json(), { status: 400, code: 'SUP_INVALID_REQUEST' });
});

t.test('a created session is 201 with its location', async (t) => {
  const { app, calls } = await testApp(t);
  const payload = {
    session_id: 'a',
    user_id: 'u-1',
    instance_name: null,
    webhook_url: 'https://app.example.org/hook',
    proxy: 'socks5://proxy:1080',
  };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/sessions', headers: auth, payload });
  t.equal(answer.statusCode, 201);
  t.equal(answer.headers.location, '/api/v1/sessions/a');
  t.strictSame(answer.json(), sessionView('a', { user_id: 'u-1' }));
  t.strictSame(calls, [{ name: 'create', args: [payload] }]);
});

t.test('a command takes an empty object, an empty body with the header of JSON, or no body', async (t) => {
  const { app } = await testApp(t);
  const type = { 'content-type': 'application/json' };
  for (const request of [
    { payload: {} },
    { headers: { ...auth, ...type }, payload: '' },
    { payload: 'null', headers: { ...auth, ...type } },
    {},
  ]) {
    t.equal((await app.inject({ method: 'POST', url: `${session}/start`, headers: auth, ...request })).statusCode, 202);
  }
});

t.test('the filters of a list reach the port, with the default limit', async (t) => {
  const { app, calls } = await testApp(t);
  const answer = await app.inject({ url: '/api/v1/sessions?status=qr_required&user_id=7&cursor=abc', headers: auth });
  t.strictSame(answer.json(), { sessions: [sessionView('a'), sessionView('b')], next_cursor: null });
  await app.inject({ url: '/api/v1/sessions?limit=500', headers: auth });
  t.strictSame(calls, [
    { name: 'list', args: [{ limit: 100, status: 'qr_required', userId: '7', cursor: 'abc' }] },
    { name: 'list', args: [{ limit: 500 }] },
  ]);
});

t.test('fields that the schema does not name are not sent', async (t) => {
  const { services } = recordingServices();
  const get = (id: string) => ({
    ...sessionView(id),
    api_key: 'secret',
    resources: { rss_bytes: 1, cpu_percent: 0, processes: 1, profile_bytes: null, token: 'secret' },
  });
  const { app } = await testApp(t, { services: { ...services, sessions: { ...services.sessions, get } } });
  const answer = await app.inject({ url: session, headers: auth });
  t.equal(answer.statusCode, 200);
  t.notMatch(answer.body, /secret|api_key|token/);
});

t.test('a session with every field null is sent as it is', async (t) => {
  const { services } = recordingServices();
  const view = sessionView('a', {
    user_id: null,
    instance_name: null,
    status: 'disconnected',
    state: 'unlinked',
    reason: { code: 'auth_missing', message: 'Auth file not found' },
    phone: null,
    push_name: null,
    last_active: null,
    connected_since: null,
  });
  const { app } = await testApp(t, { services: { ...services, sessions: { ...services.sessions, get: () => view } } });
  t.strictSame((await app.inject({ url: session, headers: auth })).json(), view);
});

const accepted: readonly (readonly [accept: string | undefined, type: string])[] = [
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['image/png', 'image/png'],
  ['image/*', 'image/png'],
  ['IMAGE/SVG+XML', 'image/svg+xml'],
  ['image/png;q=0.5, image/svg+xml;q=0.9', 'image/svg+xml'],
  ['image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'image/svg+xml'],
  ['text/html, application/json;q=0.1', 'application/json'],
  ['application/json;q=0, */*', 'image/png'],
];

for (const [accept, type] of accepted) {
  t.test(`the QR code is ${type} for "Accept: ${accept}"`, async (t) => {
    const { app } = await testApp(t);
    const answer = await app.inject({ url: `${session}/qr`, headers: accept === undefined ? auth : { ...auth, accept } });
    t.equal(answer.statusCode, 200);
    t.equal(String(answer.headers['content-type']).split(';')[0], type);
    t.equal(answer.headers['cache-control'], 'no-store');
    t.equal(answer.headers.vary, 'accept');
    if (type === 'image/png') t.equal(answer.rawPayload.subarray(1, 4).toString(), 'PNG');
    if (type === 'image/svg+xml') t.match(answer.body, /^<svg .*<\/svg>\s*$/s);
    if (type === 'application/json') t.strictSame(answer.json(), { qr: '2@user_1-Main', expires_at: '2026-11-23T16:00:20.000Z' });
  });
}

t.test('a QR code in a type that is not on offer is 406, and nobody is asked', async (t) => {
  const { app, calls } = await testApp(t);
  for (const accept of ['text/html', 'image/jpeg', 'application/json;q=0', 'nonsense']) {
    const answer = await app.inject({ url: `${session}/qr`, headers: { ...auth, accept } });
    t.match(answer.json(), { status: 406, code: 'SUP_NOT_ACCEPTABLE', detail: /application\/json, image\/png, image\/svg\+xml/ }, accept);
  }
  t.strictSame(calls, []);
});

t.test('a QR code that cannot be drawn is 503 with the way out', async (t) => {
  const { services } = recordingServices();
  const qr = () => ({ qr: 'x'.repeat(9_999), expires_at: '2026-11-23T16:00:20.000Z' });
  const { app } = await testApp(t, { services: { ...services, sessions: { ...services.sessions, qr } } });
  const answer = await app.inject({ url: `${session}/qr`, headers: { ...auth, accept: 'image/png' } });
  t.match(answer.json(), { status: 503, code: 'SUP_RENDERING_FAILED', detail: /could not be drawn as PNG: .*too big/ });
  t.match(answer.headers['content-type'], /^application\/problem\+json/);
});

t.test('while the service shuts down commands are refused, and questions are answered', async (t) => {
  const { app, calls, state } = await testApp(t);
  state.isDraining = true;
  const commands = [
    ['POST', '/api/v1/sessions', { session_id: 'a' }],
    ['POST', `${session}/pairing-code`, { phone_number: '+15550000002' }],
    ['POST', `${session}/start`, {}],
    ['POST', `${session}/pairing-code`, { bad: true }],
    ['DELETE', session, {}],
  ] as const;
  for (const [method, url, payload] of commands) {
    const answer = await app.inject({ method, url, headers: auth, payload });
    t.match(answer.json(), { status: 503, code: 'SUP_DRAINING', detail: /nothing was done/ });
    t.match(answer.headers['retry-after'], /^[1-9][0-9]*$/);
  }
  t.strictSame(calls, []);
  for (const url of [session, '/api/v1/sessions', '/api/v1/events', '/api/v1/service', '/livez']) {
    t.equal((await app.inject({ url, headers: auth })).statusCode, 200, url);
  }
  const message = { to: '+15550000002', text: 'Hello', queue: true };
  const waiting = await app.inject({ method: 'POST', url: `${session}/messages`, headers: auth, payload: message });
  t.match(waiting.json(), { status: 'queued' }, 'a message that may wait is the outbox’s to take');
  t.equal(waiting.statusCode, 202);
  t.equal((await app.inject({ method: 'POST', url: '/api/v1/no', headers: auth })).statusCode, 404);
  t.equal((await app.inject({ method: 'POST', url: '/api/v1/sessions' })).statusCode, 401, 'who has no key learns nothing');
});

t.test('/readyz is 200 only when the service is ready, and says how far it is', async (t) => {
  const { app, state } = await testApp(t);
  for (const status of ['ready', 'restoring', 'draining', 'degraded'] as const) {
    state.readiness = status;
    const answer = await app.inject('/readyz');
    t.equal(answer.statusCode, status === 'ready' ? 200 : 503);
    t.strictSame(answer.json(), { status, reasons: [], restoration: { total: 3, restored: 1, failed: 0, remaining: 2 } });
  }
  t.strictSame((await app.inject('/livez')).json(), { status: 'ok' });
});

t.test('events are read after a number, for one session, of some types', async (t) => {
  const { app, events } = await testApp(t);
  events.append('session.state_changed', 'a', { from: 'starting', to: { nested: [1, null, 'ü'] } });
  events.append('message.received', 'b');
  events.append('message.ack', 'b');
  const seqs = async (query: string) =>
    (await app.inject({ url: `/api/v1/events${query}`, headers: auth })).json<{ events: { seq: number }[]; last_seq: number }>();
  t.strictSame(await seqs('?limit=1'), { events: [events.all[0]], last_seq: 3 });
  t.strictSame(
    (await seqs('?after=1')).events.map(({ seq }) => seq),
    [2, 3],
  );
  t.strictSame(
    (await seqs('?session_id=b&types=message.ack,session.qr')).events.map(({ seq }) => seq),
    [3],
  );
  t.strictSame((await seqs('?after=99')).events, []);
});

t.test('the service, and the lines of its log, are answered as the ports give them', async (t) => {
  const { app, logs } = await testApp(t);
  t.match((await app.inject({ url: '/api/v1/service', headers: auth })).json(), { status: 'ready', sandbox: true, last_restoration: null });
  logs.stream.write(JSON.stringify({ level: 'info', time: 't', msg: '✓ Session restored: a', session_id: 'a', phone: '15550000001' }));
  logs.stream.write(JSON.stringify({ level: 'error', time: 't', msg: 'x' }));
  const answer = await app.inject({ url: '/api/v1/service/logs?level=info&session_id=a', headers: auth });
  t.strictSame(answer.json(), {
    lines: [{ seq: 1, time: 't', level: 'info', session_id: 'a', message: '✓ Session restored: a' }],
    last_seq: 2,
  });
});

t.test('restorations are answered whole, or with their failures alone and the same counts', async (t) => {
  const { app, calls } = await testApp(t);
  const ask = async (query: string) =>
    (await app.inject({ url: `/api/v1/service/restorations${query}`, headers: auth })).json<{
      restorations: { restored: number; failed: number; sessions: { session_id: string }[] }[];
    }>().restorations;
  t.match(await ask(''), [{ restored: 1, failed: 1, sessions: [{ session_id: 'a', outcome: 'restored' }, { session_id: 'b' }] }]);
  const [short] = await ask('?limit=50&sessions=failed');
  t.match(short, { restored: 1, failed: 1 });
  t.strictSame(
    short?.sessions.map(({ session_id: id }) => id),
    ['b'],
  );
  t.strictSame(
    calls.map(({ args }) => args),
    [[10], [50]],
  );
});

t.test('what differs from Django is answered, and that it is being mended', async (t) => {
  const { app, calls } = await testApp(t);
  const differences = { listed: 1, to_start: [{ session_id: 'listed' }], to_end: [{ session_id: 'unlisted', status: 'connected' }] };
  t.match((await app.inject({ url: '/api/v1/service/drift', headers: auth })).json(), differences);
  const begun = await app.inject({ method: 'POST', url: '/api/v1/service/reconcile', headers: auth });
  t.equal(begun.statusCode, 202);
  t.match(begun.json(), differences);
  t.strictSame(
    calls.map(({ name }) => name),
    ['drift', 'reconcile'],
  );
});

t.test('the deliveries of a session name their webhooks', async (t) => {
  const { app, calls } = await testApp(t);
  const answer = await app.inject({ url: '/api/v1/sessions/a/deliveries?limit=5', headers: auth });
  t.match(answer.json(), { deliveries: [{ id: 7, outcome: 'failed', webhook_id: 'wh_1', webhook_url: 'https://app.example.org/hook' }] });
  t.strictSame(calls.at(-1), { name: 'webhooks.deliveriesOf', args: ['a', { limit: 5 }] });
  t.equal((await app.inject({ url: '/api/v1/sessions/none/deliveries', headers: auth })).statusCode, 404);
});

t.test('what a session took is answered from a time on', async (t) => {
  const { app, calls } = await testApp(t);
  const answer = await app.inject({ url: '/api/v1/sessions/a/resources?after=2026-11-23T15:00:00.000Z', headers: auth });
  t.match(answer.json(), { session_id: 'a', every_seconds: 10, samples: [{ rss_bytes: 262_144_000, cpu_percent: 1.5 }] });
  await app.inject({ url: '/api/v1/sessions/a/resources', headers: auth });
  t.strictSame(
    calls.map(({ args }) => args),
    [
      ['a', Date.parse('2026-11-23T15:00:00.000Z')],
      ['a', 0],
    ],
  );
  t.match((await app.inject({ url: '/api/v1/sessions/none/resources', headers: auth })).json(), {
    status: 404,
    code: 'SUP_SESSION_NOT_FOUND',
  });
});

t.test('changes are logged at info and questions at debug, without keys, numbers, texts and queries', async (t) => {
  const { app, lines } = await testApp(t);
  await app.inject({
    method: 'POST',
    url: `${session}/messages`,
    headers: auth,
    payload: { to: '+15550000002', text: 'a-text-of-somebody' },
  });
  await app.inject({ url: '/api/v1/sessions?user_id=a-user-of-ours&cursor=15550000003', headers: auth });
  await app.inject({ method: 'POST', url: '/api/v1/sessions', headers: { 'x-api-key': 'a-wrong-secret-key' } });
  await app.inject({ url: '/api/v1/sessions/15550000004%20', headers: auth });
  for (const method of ['PUT', 'PATCH', 'DELETE'] as const)
    await app.inject({ method, url: '/api/v1/webhooks/wh_1', headers: auth, payload: {} });
  t.match(
    lines.map(({ level, facts }) => ({ level, ...facts })),
    [
      { level: 'info', method: 'POST', route: '/api/v1/sessions/:session_id/messages', session_id: 'user_1-Main', status: 201 },
      { level: 'debug', method: 'GET', route: '/api/v1/sessions', status: 200 },
      { level: 'debug', method: 'POST', route: '/api/v1/sessions', status: 401 },
      { level: 'debug', method: 'GET', route: '/api/v1/sessions/:session_id', status: 400 },
      { level: 'info', method: 'PUT', route: 'none', status: 405 },
      { level: 'info', method: 'PATCH', route: '/api/v1/webhooks/:webhook_id', status: 400 },
      { level: 'info', method: 'DELETE', route: '/api/v1/webhooks/:webhook_id', status: 204 },
    ],
  );
  t.notMatch(JSON.stringify(lines), /1555|somebody|secret|user-of-ours|the-key-of/);
});

t.test('answers carry headers that let a browser do nothing with them', async (t) => {
  const { app } = await testApp(t);
  const { headers } = await app.inject({ url: '/api/v1/sessions', headers: auth });
  t.match(headers, {
    'content-security-policy': /^default-src 'none'/,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  t.equal(headers['x-powered-by'], undefined);
});
