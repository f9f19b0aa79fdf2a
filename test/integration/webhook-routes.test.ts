import t from 'tap';
import { Webhook } from 'standardwebhooks';
import { auth, listeningApp, recordingServices } from '../support/http-app.ts';
import { eventually, openReceiver, webhookLab } from '../support/webhook-lab.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, never>;
}

const receiver = await openReceiver(t);
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const lab = webhookLab(t, { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: secret });
const { webhooks, log } = lab.open();
const { url, keys } = await listeningApp(t, { services: { ...recordingServices().services, webhooks } });

async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = auth): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
}

const problem = (status: number, code: string, detail?: RegExp) => ({ status, body: { status, code, ...(detail ? { detail } : {}) } });
const invalid = (detail: RegExp) => problem(400, 'SUP_WEBHOOK_INVALID', detail);
const unknown = '/webhooks/wh_unknown';
const create = async (more: object = {}): Promise<string> =>
  String((await api('POST', '/webhooks', { url: receiver.url, ...more })).body['id']);

t.test('POST /webhooks makes one and shows the secret once; what cannot be one is refused and makes none', async (t) => {
  const made = await api('POST', '/webhooks', { url: receiver.url, types: ['message.*'], headers: { 'x-a': 'b' } });
  t.match(made, {
    status: 201,
    body: { url: receiver.url, types: ['message.*'], header_names: ['x-a'], secret: /^whsec_/, enabled: true },
  });
  t.equal(made.headers.get('location'), `/api/v1/webhooks/${String(made.body['id'])}`);
  t.notOk('secret' in (await api('GET', `/webhooks/${String(made.body['id'])}`)).body);
  t.match(await api('POST', '/webhooks', { url: receiver.url, secret }), { status: 201, body: { secret: null } });
  const count = webhooks.list({ limit: 100 }).webhooks.length;
  for (const address of [
    '127.0.0.2',
    '10.0.0.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '2130706434',
    '0x7f000002',
    '0177.0.0.2',
    '127.2',
  ]) {
    t.match(await api('POST', '/webhooks', { url: `http://${address}/` }), invalid(/no public address/), address);
  }
  for (const bad of [
    {},
    { url: 'ftp://a.example/' },
    { url: 'no url' },
    { url: 7 },
    { url: receiver.url, types: ['BAD TYPE'] },
    { url: receiver.url, more: 1 },
  ]) {
    t.match(await api('POST', '/webhooks', bad), { status: 400 }, JSON.stringify(bad));
  }
  t.match(await api('POST', '/webhooks', { url: receiver.url.replace('//', '//user:pass@') }), { status: 400 });
  t.match(await api('POST', '/webhooks', { url: receiver.url, headers: { host: 'x' } }), invalid(/"headers\.host"/));
  t.match(await api('POST', '/webhooks', { url: receiver.url, headers: { 'webhook-id': 'x' } }), invalid(/webhook-id/));
  t.match(await api('POST', '/webhooks', { url: receiver.url, secret: 'whsec_AAAA' }), { status: 400 });
  t.match(await api('POST', '/webhooks', { url: receiver.url, session_id: 'none' }), problem(404, 'SUP_SESSION_NOT_FOUND'));
  t.equal(webhooks.list({ limit: 100 }).webhooks.length, count);
});

t.test('GET /webhooks lists them a page at a time, or those of a session', async (t) => {
  const id = await create({ session_id: 'only' });
  t.match(await api('GET', '/webhooks?session_id=only'), { status: 200, body: { webhooks: [{ id }], next_cursor: null } });
  const first = await api('GET', '/webhooks?limit=1');
  t.match(first, { status: 200, body: { webhooks: [{}], next_cursor: /^wh_/ } });
  const rest = await api('GET', `/webhooks?cursor=${String(first.body['next_cursor'])}`);
  t.equal(Object.keys(rest.body['webhooks'] ?? {}).length, webhooks.list({ limit: 100 }).webhooks.length - 1);
  for (const query of ['limit=0', 'limit=x', 'cursor=a.b', 'session_id=..', 'more=1'])
    t.match(await api('GET', `/webhooks?${query}`), { status: 400 }, query);
});

t.test('a key with a prefix has the webhooks of its sessions alone', async (t) => {
  const { key } = keys.managed.create({ name: 'shop', scopes: ['read', 'manage'], sessionPrefix: 'shop_7_' });
  const ask = async (method: string, path: string, body?: unknown) => api(method, path, body, { 'x-api-key': key });
  const outside = problem(403, 'SUP_OUTSIDE_PREFIX');
  const ofAll = await create();
  const ofAnother = await create({ session_id: 'shop_8_a' });
  const own = String((await ask('POST', '/webhooks', { url: receiver.url, session_id: 'shop_7_a' })).body['id']);
  t.match(await ask('GET', '/webhooks'), { status: 200, body: { webhooks: [{ id: own }], next_cursor: null } });
  for (const session_id of [undefined, null, 'shop_8_a'])
    t.match(await ask('POST', '/webhooks', { url: receiver.url, session_id }), outside);
  t.match(await ask('GET', '/webhooks?session_id=shop_8_a'), outside);
  for (const id of [ofAll, ofAnother]) {
    for (const method of ['GET', 'DELETE']) t.match(await ask(method, `/webhooks/${id}`), outside);
    t.match(await ask('PATCH', `/webhooks/${id}`, { enabled: false }), outside);
    for (const what of ['dead-letters', 'deliveries']) t.match(await ask('GET', `/webhooks/${id}/${what}`), outside);
    for (const what of ['dead-letters/purge', 'dead-letters/redrive', 'rotate-secret']) {
      t.match(await ask('POST', `/webhooks/${id}/${what}`, {}), outside);
    }
    t.match(await ask('POST', `/webhooks/${id}/test`), outside);
    t.equal(webhooks.get(id).enabled, true);
  }
  t.match(await ask('PATCH', `/webhooks/${own}`, { enabled: false }), { status: 200, body: { enabled: false } });
  t.match(await ask('DELETE', `/webhooks/${own}`), { status: 204 });
});

t.test('GET, PATCH and DELETE of one', async (t) => {
  const id = await create({ session_id: 'patched' });
  t.match(await api('GET', `/webhooks/${id}`), { status: 200, body: { id, pending: 0, source: 'api' } });
  t.match(await api('PATCH', `/webhooks/${id}`, { enabled: false, types: ['call.received'] }), {
    status: 200,
    body: { enabled: false, types: ['call.received'] },
  });
  for (const bad of [{}, { url: 'http://10.0.0.1/' }, { headers: { te: 'x' } }, { secret }, { enabled: 'yes' }]) {
    t.match(await api('PATCH', `/webhooks/${id}`, bad), { status: 400 }, JSON.stringify(bad));
  }
  t.match(await api('GET', `/webhooks/${id}`), { body: { enabled: false, url: receiver.url, header_names: [] } });
  t.match(await api('DELETE', `/webhooks/${id}`), { status: 204 });
  t.match(await api('DELETE', `/webhooks/${id}`), problem(404, 'SUP_WEBHOOK_NOT_FOUND'));
});

t.test('the webhook of the settings is changed in the settings', async (t) => {
  t.match(await api('DELETE', '/webhooks/wh_settings'), problem(409, 'SUP_WEBHOOK_FIXED', /WEBHOOK_URL/));
  t.match(await api('PATCH', '/webhooks/wh_settings', { url: receiver.url }), problem(409, 'SUP_WEBHOOK_FIXED'));
  t.match(await api('POST', '/webhooks/wh_settings/rotate-secret', {}), problem(409, 'SUP_WEBHOOK_FIXED', /WEBHOOK_SECRET/));
  t.match(await api('PATCH', '/webhooks/wh_settings', { types: ['message.*'] }), { status: 200, body: { types: ['message.*'] } });
});

t.test('POST …/rotate-secret and …/test', async (t) => {
  const id = await create({ session_id: 'rotated' });
  const rotated = await api('POST', `/webhooks/${id}/rotate-secret`, { keep_previous_seconds: 60 });
  t.match(rotated, { status: 200, body: { secret: /^whsec_/, previous_secret_until: /Z$/ } });
  t.match(await api('POST', `/webhooks/${id}/rotate-secret`, { keep_previous_seconds: -1 }), { status: 400 });
  t.match(await api('POST', `/webhooks/${id}/rotate-secret`, { secret: 'short' }), { status: 400 });
  t.match(await api('POST', `/webhooks/${id}/test`), { status: 200, body: { delivered: true, status_code: 204 } });
  const got = receiver.received.at(-1);
  t.match(got?.event, { type: 'webhook.test' });
  t.ok(new Webhook(String(rotated.body['secret'])).verify(got?.body ?? '', got?.headers as Record<string, string>));
  t.equal(String(got?.headers['webhook-signature']).split(' ').length, 2, 'both sign');
  t.match(await api('POST', `/webhooks/${id}/test`, { a: 1 }), { status: 400 });
});

t.test('…/deliveries and …/dead-letters with redrive and purge', { timeout: 60_000 }, async (t) => {
  const id = await create({ session_id: 'letters' });
  receiver.behaviour.answer = ({ event }) => (event.session_id === 'letters' ? 422 : 204);
  log('letters');
  await eventually('it is given up', () => webhooks.deadLetters(id, 0, 10).dead_letters.length === 1, 40_000);
  const letters = await api('GET', `/webhooks/${id}/dead-letters?after=0&limit=5`);
  t.match(letters, { status: 200, body: { dead_letters: [{ attempts: 5, status_code: 422, redriven_at: null }] } });
  t.match(await api('GET', `/webhooks/${id}/deliveries?limit=2`), {
    status: 200,
    body: { deliveries: [{ attempt: 5, outcome: 'failed', status_code: 422 }, { attempt: 4 }] },
  });
  const ofSession = { event_type: 'message.received', session_id: 'letters', webhook_id: id, webhook_url: receiver.url, status_code: 422 };
  const { body } = await api('GET', '/sessions/letters/deliveries?limit=6');
  const deliveries: readonly { id: number; webhook_id: string }[] = body['deliveries'] ?? [];
  t.equal(deliveries.length, 6);
  t.match(
    deliveries.filter(({ webhook_id: webhookId }) => webhookId === id),
    [{ attempt: 5, ...ofSession }],
  );
  t.ok(
    deliveries.some(({ webhook_id: webhookId }) => webhookId === 'wh_settings'),
    'that of the settings is told of every session',
  );
  t.strictSame(
    deliveries.map(({ id: each }) => each),
    deliveries.map(({ id: each }) => each).toSorted((one, other) => other - one),
  );
  t.strictSame((await api('GET', '/sessions/silent/deliveries')).body, { deliveries: [] });
  const { key } = keys.managed.create({ name: 'letters', scopes: ['read'], sessionPrefix: 'letters' });
  const shown = await api('GET', '/sessions/letters/deliveries?limit=500', undefined, { 'x-api-key': key });
  const ofOwn: readonly { webhook_id: string }[] = shown.body['deliveries'] ?? [];
  t.strictSame(
    [...new Set(ofOwn.map(({ webhook_id: webhookId }) => webhookId))],
    [id],
    'the address of a webhook of all sessions is not shown',
  );
  for (const query of ['deliveries?before=0', 'deliveries?limit=501', 'dead-letters?after=-1', 'dead-letters?limit=0']) {
    t.match(await api('GET', `/webhooks/${id}/${query}`), { status: 400 }, query);
  }
  for (const bad of [{ ids: [] }, { ids: [0] }, { ids: ['1'] }, { all: true }]) {
    t.match(await api('POST', `/webhooks/${id}/dead-letters/redrive`, bad), { status: 400 }, JSON.stringify(bad));
    t.match(await api('POST', `/webhooks/${id}/dead-letters/purge`, bad), { status: 400 }, JSON.stringify(bad));
  }
  t.match(await api('POST', `/webhooks/${id}/dead-letters/purge`, { ids: [999_999] }), { status: 200, body: { purged: 0 } });
  receiver.behaviour.answer = () => 204;
  t.match(await api('POST', `/webhooks/${id}/dead-letters/redrive`, {}), { status: 202, body: { redriven: 1 } });
  await eventually('it is delivered', () => webhooks.deadLetters(id, 0, 10).dead_letters.length === 0);
  t.match(await api('POST', `/webhooks/${id}/dead-letters/purge`, {}), { status: 200, body: { purged: 0 } });
});

t.test('what is no webhook is 404, what is no id is 400, and no key is 401', async (t) => {
  const calls = [
    ['GET', ''],
    ['PATCH', '', { enabled: true }],
    ['DELETE', ''],
    ['POST', '/rotate-secret', {}],
    ['POST', '/test'],
    ['GET', '/deliveries'],
    ['GET', '/dead-letters'],
    ['POST', '/dead-letters/redrive', {}],
    ['POST', '/dead-letters/purge', {}],
  ] as const;
  for (const [method, path, body] of calls) {
    t.match(await api(method, unknown + path, body), problem(404, 'SUP_WEBHOOK_NOT_FOUND'), `${method} ${path}`);
    t.match(await api(method, `/webhooks/a.b${path}`, body), { status: 400 }, `${method} ${path} of no id`);
    const bare = await fetch(`${url}/api/v1${unknown}${path}`, { method, signal: AbortSignal.timeout(20_000) });
    t.equal(bare.status, 401);
    await bare.text();
  }
});
