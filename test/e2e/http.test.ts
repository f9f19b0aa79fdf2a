import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { testApiKey } from '../support/service-process.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly takesBody: boolean;
  readonly takesQuery: boolean;
}

/** What stands in a path where an id is asked for. */
const samples: Readonly<Record<string, string>> = {
  session_id: 'real',
  key_id: 'key_0123456789Ab',
  bundle_id: '20260101T000000000Z',
  backup_id: '20260101T000000000Z-other',
  send_id: 'snd_1',
  phone_number: '15550000002',
  contact_id: '15550000002@c.us',
  chat_id: '15550000002@c.us',
  job_id: 'blk_1',
  participant_id: '15550000002@c.us',
  invite_code: 'AbCdEfGhIjKlMnOpQrStUv',
  media_id: '0123456789abcdef0123456789abcdef',
  channel_id: '120363000000000002@newsletter',
  group_id: '120363000000000001@g.us',
  message_id: 'true_15550000002@c.us_3EB0FFFF',
  label_id: '1',
  call_id: 'CALL1',
};

const status = 'true_status@broadcast_3EB0FFFF_15550000001@c.us';
const open = ['/livez', '/readyz'];
/** Where one signs in asks for a key in its body, and not often: its own tests try it. */
const isSignIn = ({ method, path }: Route): boolean => method === 'POST' && path === '/api/v1/sign-in';
const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService({ MAX_SESSIONS: '2', WRONG_KEYS_PER_ADDRESS: '0' });
await service.waitForReady();
await service.api('POST', '/api/v1/sessions', { session_id: 'real', user_id: 1 });
await service.waitForStatus('real', 'qr_required');
const routes = await allRoutes();
const before = await service.events();

await t.test('no route but the health checks answers without the key, and none takes it from the URL', async (t) => {
  t.ok(routes.length >= 20, `${routes.length} routes`);
  for (const { method, path } of routes.filter((route) => !isSignIn(route))) {
    for (const [key, query] of [
      [undefined, ''],
      ['not-the-key-of-the-tests', ''],
      [undefined, `?x-api-key=${testApiKey}`],
    ]) {
      const response = await fetch(`${service.url}${path}${query}`, { method, headers: key === undefined ? {} : { 'x-api-key': key } });
      const text = await response.text();
      if (open.includes(path)) {
        t.equal(response.status, 200, path);
        continue;
      }
      t.equal(response.status, 401, `${method} ${path}`);
      t.match(response.headers.get('content-type'), /^application\/problem\+json/);
      if (method !== 'HEAD') t.match(JSON.parse(text), { status: 401, code: 'SUP_UNAUTHORIZED' });
    }
  }
});

await t.test('a bad body is a problem on every route that could take one', async (t) => {
  const json = 'application/json';
  const bad: [type: string, body: string][] = [
    [json, '{"session_id":'],
    [json, '[]'],
    [json, '"text"'],
    [json, 'false'],
    [json, '{"__proto__":{"x":1}}'],
    [json, '{"unknown_field":true}'],
    [json, `{"text":"${'x'.repeat(2_000_000)}"}`],
    ['text/plain', 'hello'],
    ['application/x-www-form-urlencoded', 'to=15550000001&text=x'],
  ];
  for (const { method, path } of routes.filter((route) => route.method !== 'GET')) {
    for (const [type, body] of bad) {
      const response = await service.fetch(path, { method, body, headers: { 'content-type': type } });
      const problem: unknown = JSON.parse(await response.text());
      const what = `${method} ${path} ${body.slice(0, 30)}`;
      t.ok([400, 413, 415].includes(response.status), `${what}: ${response.status}`);
      t.match(response.headers.get('content-type'), /^application\/problem\+json/, what);
      t.match(problem, { status: response.status, code: /^SUP_[A-Z_]+$/, detail: /\.$/, title: /./, instance: /./ }, what);
    }
  }
});

await t.test('an id that is none never reaches the disk', async (t) => {
  for (const id of ['..%2F..%2Fetc', '%2e%2e', 'a.b', 'x'.repeat(65), 'a%00b', 'ä', '%20']) {
    for (const { method, path } of routes.filter((route) => route.path.includes('/real'))) {
      const response = await service.fetch(path.replace('/real', `/${id}`), { method });
      await response.text();
      t.ok(response.status >= 400 && response.status < 500, `${method} ${id}: ${response.status}`);
    }
  }
  for (const session_id of ['../x', '', 'a b', 'x'.repeat(65), null, 7]) {
    const { status } = await service.api('POST', '/api/v1/sessions', { session_id, user_id: 1 });
    t.equal(status, 400, String(session_id));
  }
});

await t.test('unknown sessions are 404 on every route, and one that exists is not created again', async (t) => {
  for (const { method, path } of routes.filter((route) => route.path.includes('/real') && !route.takesBody && !route.takesQuery)) {
    const answer = await service.api(method, path.replace('/real', '/nobody'));
    t.match(
      answer,
      { status: 404, body: { code: 'SUP_SESSION_NOT_FOUND', detail: 'No session has the id "nobody".' } },
      `${method} ${path}`,
    );
  }
  t.match(await service.api('POST', '/api/v1/sessions', { session_id: 'real', user_id: 2 }), {
    status: 409,
    body: { code: 'SUP_SESSION_EXISTS', detail: /nothing was changed/ },
  });
});

await t.test('all of that changed nothing', async (t) => {
  const { body } = await service.api<{ sessions: SessionView[] }>('GET', '/api/v1/sessions');
  t.match(body.sessions, [{ session_id: 'real', user_id: 1, status: 'qr_required' }]);
  const isChange = ({ type }: { type: string }): boolean => type === 'session.state_changed';
  t.strictSame((await service.events()).filter(isChange), before.filter(isChange));
});

await t.test('there are not more sessions than MAX_SESSIONS', async (t) => {
  const created = await service.api<SessionView>('POST', '/api/v1/sessions', {
    session_id: 'second',
    user_id: 'u-2',
    instance_name: 'Shop',
  });
  t.equal(created.status, 201);
  t.equal(created.headers.get('location'), '/api/v1/sessions/second');
  t.match(created.body, { session_id: 'second', user_id: 'u-2', instance_name: 'Shop', status: 'connecting', phone: null });
  t.match(await service.api('POST', '/api/v1/sessions', { session_id: 'third', user_id: 3 }), {
    status: 409,
    body: { code: 'SUP_TOO_MANY_SESSIONS', detail: /There are 2 sessions/ },
  });
  t.equal((await service.api('GET', '/api/v1/sessions/third')).status, 404);
});

await t.test('the list is given by pages and by filters', async (t) => {
  await service.waitForStatus('second', 'qr_required');
  interface Page {
    sessions: SessionView[];
    next_cursor: string | null;
  }
  const idsOf = async (query: string) =>
    (await service.api<Page>('GET', `/api/v1/sessions?${query}`)).body.sessions.map((each) => each.session_id);
  t.strictSame(await idsOf('status=qr_required'), ['real', 'second']);
  t.strictSame(await idsOf('status=connected'), []);
  t.strictSame(await idsOf('user_id=u-2'), ['second']);
  const first = (await service.api<Page>('GET', '/api/v1/sessions?limit=1')).body;
  t.match(first, { sessions: [{ session_id: 'real' }], next_cursor: /./ });
  const second = (await service.api<Page>('GET', `/api/v1/sessions?limit=1&cursor=${encodeURIComponent(first.next_cursor ?? '')}`)).body;
  t.match(second, { sessions: [{ session_id: 'second' }], next_cursor: null });
  t.equal((await service.api('GET', '/api/v1/sessions?cursor=made-up')).status, 400);
});

/** Every route of the description, for a session that exists. */
interface Operation {
  readonly requestBody?: unknown;
  readonly parameters?: readonly { readonly in: string; readonly required?: boolean }[];
}

async function allRoutes(): Promise<Route[]> {
  const { body } = await service.api<{ paths: Record<string, Record<string, Operation>> }>('GET', '/openapi.json');
  return Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { requestBody, parameters = [] }]) => ({
      method: method.toUpperCase(),
      path: path
        .replace('/statuses/{message_id}', `/statuses/${status}`)
        .replaceAll(/\{(\w+)\}/g, (asked, name: string) => samples[name] ?? asked),
      takesBody: requestBody !== undefined,
      takesQuery: parameters.some((each) => each.in === 'query' && each.required === true),
    })),
  );
}
