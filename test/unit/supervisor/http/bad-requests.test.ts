import t from 'tap';
import { auth, testApp } from '../../../support/http-app.ts';

const json = { ...auth, 'content-type': 'application/json' };
const session = '/api/v1/sessions/a';
const posts = [
  { url: '/api/v1/sessions', good: { session_id: 'a' } },
  { url: `${session}/messages`, good: { to: '+15550000002', text: 'Hello' } },
  { url: `${session}/pairing-code`, good: { phone_number: '+15550000002' } },
];
const commands = ['start', 'stop', 'restart', 'logout'].map((name) => `${session}/${name}`);

/** Bodies that no route takes, with the status that says so. */
const badBodies: Record<string, readonly [payload: string, status: number]> = {
  'no JSON': ['{"a":', 400],
  'a text': ['"text"', 400],
  'a number': ['1', 400],
  'a list': ['[{"session_id":"a"}]', 400],
  'another field': ['{"zz":1}', 400],
  'a polluting prototype': ['{"__proto__":{"isAdmin":true}}', 400],
  'a polluting constructor': ['{"constructor":{"prototype":{"isAdmin":true}}}', 400],
  'a deep list': ['['.repeat(200_000) + ']'.repeat(200_000), 400],
  'a deep object': [`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 400],
  'more than 1 MiB': [JSON.stringify({ text: 'x'.repeat(1_048_577) }), 413],
};

for (const [title, [payload, status]] of Object.entries(badBodies)) {
  t.test(`${title} as the body of any route is a problem, and nothing is done`, async (t) => {
    const { app, calls } = await testApp(t);
    for (const url of [...posts.map((post) => post.url), ...commands]) {
      const answer = await app.inject({ method: 'POST', url, headers: json, payload });
      t.equal(answer.statusCode, status, url);
      t.match(answer.headers['content-type'], /^application\/problem\+json/);
      t.match(answer.json(), { status, code: /^SUP_/, title: /./, detail: /\.$/, instance: answer.headers['x-request-id'] });
    }
    const deleted = await app.inject({ method: 'DELETE', url: session, headers: json, payload });
    t.equal(deleted.statusCode, status);
    t.strictSame(calls, []);
    t.equal(Reflect.get({}, 'isAdmin'), undefined);
  });
}

t.test('a body of another type is a problem, and nothing is done', async (t) => {
  const { app, calls } = await testApp(t);
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'nonsense',
  ]) {
    for (const url of [...posts.map((post) => post.url), ...commands]) {
      if (type.startsWith('multipart') && /\/messages(\/bulk)?$/.test(url)) continue;
      const answer = await app.inject({ method: 'POST', url, headers: { ...auth, 'content-type': type }, payload: '{}' });
      t.match(answer.json(), { status: 415, code: 'SUP_UNSUPPORTED_MEDIA_TYPE' }, `${type} ${url}`);
    }
  }
  t.strictSame(calls, []);
});

t.test('a route with a body says which fields are missing or wrong', async (t) => {
  const { app, calls } = await testApp(t);
  const ask = async (url: string, payload?: object) =>
    (await app.inject({ method: 'POST', url, headers: auth, ...(payload ? { payload } : {}) })).json<object>();
  t.match(await ask('/api/v1/sessions'), { detail: '"body" must be a JSON object.' });
  t.match(await ask('/api/v1/sessions', {}), {
    detail: '"body/session_id" is missing.',
    errors: [{ path: 'body/session_id', message: 'is missing' }],
  });
  t.match(await ask('/api/v1/sessions', { session_id: '../../etc' }), {
    detail: '"body/session_id" must be a text: Letters, digits, "_" and "-", at most 64 of them.',
  });
  t.match(await ask('/api/v1/sessions', { session_id: 'a', user_id: {} }), {
    detail: '"body/user_id" must be an integer or a text of 1 to 128 characters or null.',
  });
  t.match(await ask('/api/v1/sessions', { session_id: 'a', webhook_url: 'file:///etc/passwd', proxy: 7, zz: 1 }), {
    detail: '"body/zz" is not known here (and 2 more in "errors").',
    errors: [{ path: 'body/zz' }, { path: 'body/webhook_url' }, { path: 'body/proxy' }],
  });
  t.match(await ask(`${session}/messages`, { to: 'me', text: ' \n ' }), {
    errors: [
      { path: 'body/to', message: /phone number in international form/ },
      { path: 'body/text', message: /not only blanks/ },
    ],
  });
  t.match(await ask(`${session}/messages`, { to: '+15550000002', text: 'x'.repeat(65_537) }), {
    errors: [{ path: 'body/text', message: /1 to 65536 characters/ }],
  });
  t.match(await ask(`${session}/pairing-code`, { phone_number: 15550000002 }), { errors: [{ path: 'body/phone_number' }] });
  t.strictSame(calls, []);
});

t.test('an id that cannot be one is refused before anybody is asked', async (t) => {
  const { app, calls } = await testApp(t);
  for (const id of ['..%2f..%2fetc', '%00', 'a b', 'ü', 'x'.repeat(65), 'a%20b', '$(id)']) {
    for (const [method, tail] of [
      ['GET', ''],
      ['GET', '/qr'],
      ['GET', '/timeline'],
      ['GET', '/screenshot'],
      ['POST', '/start'],
      ['DELETE', ''],
    ] as const) {
      const answer = await app.inject({ method, url: `/api/v1/sessions/${id}${tail}`, headers: auth });
      t.match(answer.json(), { status: 400, code: 'SUP_INVALID_REQUEST', errors: [{ path: 'path/session_id' }] }, `${method} ${id}${tail}`);
    }
  }
  const tooLong = await app.inject({ url: `/api/v1/sessions/${'x'.repeat(5_000)}`, headers: auth });
  t.match(tooLong.json(), { status: 414, code: 'SUP_URL_TOO_LONG' });
  t.strictSame(calls, []);
});

const badQueries: Record<string, readonly string[]> = {
  '/api/v1/sessions': [
    'limit=0',
    'limit=501',
    'limit=1.5',
    'limit=true',
    'limit=',
    'limit=1&limit=2',
    'limit=1e2',
    'status=up',
    'user_id=',
    'stauts=connected',
  ],
  '/api/v1/events': ['after=-1', 'after=9007199254740993', 'limit=1001', 'types=a%20b', 'types=,', 'session_id=..', 'sessionid=a'],
  '/api/v1/events/stream': ['after=x', 'limit=1'],
  '/api/v1/service/logs': ['level=loud', 'after=x', 'limit=0'],
  '/api/v1/service/logs/stream': ['level=silent'],
  '/api/v1/service/restorations': ['limit=0', 'limit=51', 'sessions=none', 'before=1'],
  '/api/v1/sessions/a/deliveries': ['limit=0', 'limit=501', 'before=1'],
  '/api/v1/sessions/a/resources': ['after=yesterday', 'after=1', 'limit=1'],
};

for (const [url, queries] of Object.entries(badQueries)) {
  t.test(`a bad query of ${url} is a problem that names the parameter`, async (t) => {
    const { app, calls } = await testApp(t);
    for (const query of queries) {
      const answer = await app.inject({ url: `${url}?${query}`, headers: auth });
      t.match(answer.json(), { status: 400, code: 'SUP_INVALID_REQUEST', errors: [{ path: `query/${query.split('=')[0]}` }] }, query);
    }
    t.strictSame(calls, []);
  });
}

t.test('when a message goes out is told to the outbox, and a time that is none or too far away is refused', async (t) => {
  const { app, calls } = await testApp(t);
  const send = async (more: object) =>
    app.inject({ method: 'POST', url: `${session}/messages`, headers: json, payload: { to: '+15550000002', text: 'Hello', ...more } });
  const sendAt = new Date(Date.now() + 60_000).toISOString();
  await send({ queue: true, expires_in_seconds: 5, send_at: sendAt });
  t.match(calls, [{ name: 'outbox.send', args: ['a', { queue: true, expiresInMs: 5_000, sendAtMs: Date.parse(sendAt) }] }]);
  for (const bad of [{ send_at: 'tomorrow' }, { send_at: '2999-01-01T00:00:00Z' }, { expires_in_seconds: 0 }, { queue: 'yes' }]) {
    t.match((await send(bad)).json(), { status: 400, code: 'SUP_INVALID_REQUEST' }, JSON.stringify(bad));
  }
  t.equal(calls.length, 1);
});

t.test('a message to many names each receiver once, a thousand at most', async (t) => {
  const { app, calls } = await testApp(t);
  const send = async (payload: object) => app.inject({ method: 'POST', url: `${session}/messages/bulk`, headers: json, payload });
  const many = (count: number) => Array.from({ length: count }, (_unused, index) => String(15_550_000_000 + index));
  t.equal((await send({ recipients: many(1_000), text: 'Hello' })).statusCode, 202);
  t.match(calls, [{ name: 'bulk.create', args: ['a', { content: { kind: 'text', text: 'Hello' } }] }]);
  const bad: [object, string][] = [
    [{ recipients: many(1_001), text: 'Hello' }, 'body/recipients'],
    [{ recipients: [], text: 'Hello' }, 'body/recipients'],
    [{ recipients: ['15550000002', '15550000002'], text: 'Hello' }, 'body/recipients'],
    [{ recipients: ['nobody'], text: 'Hello' }, 'body/recipients/0'],
    [{ recipients: many(2), text: 'x'.repeat(4_097) }, 'body/text'],
    [{ recipients: many(2), text: 'x', quoted_message_id: 'true_1@c.us_AA' }, 'body/quoted_message_id'],
    [{ recipients: many(2), kind: 'image', url: 'https://example.org/a.png' }, 'body/media'],
  ];
  for (const [payload, path] of bad) t.match((await send(payload)).json(), { status: 400, errors: [{ path }] }, path);
  t.equal(calls.length, 1);
});

t.test('an idempotency key that is empty, too long or not visible ASCII is refused', async (t) => {
  const { app, calls } = await testApp(t);
  const send = async (key: string) =>
    app.inject({ method: 'POST', url: `${session}/messages`, headers: { ...auth, 'idempotency-key': key }, payload: posts[1]?.good ?? {} });
  for (const key of ['', 'x'.repeat(257), 'a b', 'ü'])
    t.match((await send(key)).json(), { status: 400, errors: [{ path: 'header/idempotency-key' }] });
  t.strictSame(calls, []);
  t.equal((await send('!'.repeat(256))).statusCode, 201);
});

t.test('a good body reaches its port as it was sent, and a key is made where none is given', async (t) => {
  const { app, calls } = await testApp(t);
  for (const { url, good } of posts) t.ok((await app.inject({ method: 'POST', url, headers: auth, payload: good })).statusCode < 300, url);
  t.match(calls, [
    { name: 'create', args: [{ session_id: 'a' }] },
    {
      name: 'outbox.send',
      args: ['a', { to: '+15550000002', content: { kind: 'text', text: 'Hello' }, idempotencyKey: /^[0-9a-f-]{36}$/ }],
    },
    { name: 'requestPairingCode', args: ['a', '+15550000002'] },
  ]);
});
