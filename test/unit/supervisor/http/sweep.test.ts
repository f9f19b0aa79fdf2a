import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import t from 'tap';
import { auth, listeningApp } from '../../../support/http-app.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Operation {
  readonly requestBody?: { readonly content: Record<string, unknown> };
}

// Nothing below the routes is real, and each call of it is noted: what is not called can change nothing on a disk.
// One for all tests: to build it takes longer than to ask it for all routes. A refused body stays unread, and all of them take a while.
const { app, calls, port } = await listeningApp(t, { bodyTimeoutMs: 900_000 });
const agent = new Agent({ keepAlive: true });
t.teardown(() => {
  agent.destroy();
});
const routes = await routesOf();
t.beforeEach(() => {
  calls.length = 0;
});

/** Every route of the description, with the names of its path's parameters and the types of body that it takes. */
async function routesOf() {
  const { paths } = (await app.inject({ url: '/openapi.json', headers: auth })).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { requestBody }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase() as Method,
      path,
      parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
      types: Object.keys(requestBody?.content ?? {}),
    })),
  );
}

/** Ids that could mean another place or another id than the route does, or nothing at all; none is one. */
const oddIds: Record<string, string> = {
  'a way up, encoded': '..%2f..%2fetc%2fpasswd',
  'a way up, encoded twice': '%252e%252e%252f',
  'a way up with backslashes': '..%5c..%5cetc',
  'an absolute path': '%2fetc%2fpasswd',
  NUL: '%00',
  'NUL behind an id': 'a%00b',
  'a line break': 'a%0d%0ab',
  'an umlaut': '%C3%BC',
  'a letter that turns the direction': 'a%E2%80%AEb',
  'a broken escape': '%zz',
  'no UTF-8': '%ff',
  '10 kB': 'x'.repeat(10_000),
};

/** Every route that names something in its path, once for each name, with `id` in its place. */
function urlsWith(id: string) {
  return routes.flatMap(({ name, method, path, parameters }) =>
    parameters.map((parameter) => ({
      title: `${parameter} of ${name}`,
      method,
      url: path.replace(`{${parameter}}`, id).replaceAll(/\{\w+\}/g, 'none'),
    })),
  );
}

/** What differs from a refusal in the service's own form. */
function faultOf(title: string, status: number | undefined, type: unknown, text: string, statuses: readonly number[]): string[] {
  const isProblem = String(type).startsWith('application/problem+json');
  const { status: told, code, detail } = isProblem ? (JSON.parse(text) as Record<string, unknown>) : {};
  const isRefusal = statuses.includes(status ?? 0) && told === status && String(code).startsWith('SUP_') && String(detail).endsWith('.');
  return isRefusal ? [] : [`${title}: ${status} ${String(type)} ${text.slice(0, 200)}`];
}

for (const [title, id] of Object.entries(oddIds)) {
  t.test(`${title} in place of any name in any path is refused, and nobody is asked`, async (t) => {
    const urls = urlsWith(id);
    t.ok(urls.length >= 100);
    const faults: string[] = [];
    for (const { title, method, url } of urls) {
      const answer = await app.inject({ method, url, headers: auth });
      faults.push(...faultOf(title, answer.statusCode, answer.headers['content-type'], answer.payload, [400, 414]));
    }
    t.strictSame(faults, []);
    t.strictSame(calls, []);
  });
}

/** These are sent as they stand: other clients resolve them before they ask. */
const unresolved: Record<string, string> = { '".."': '..', '".." in escapes': '%2e%2e' };

for (const [title, id] of Object.entries(unresolved)) {
  t.test(`${title} in place of any name in any path is refused, and nobody is asked`, async (t) => {
    const faults: string[] = [];
    for (const { title, method, url } of urlsWith(id)) {
      const { status, type, text } = await askAsWritten(method, url);
      faults.push(...faultOf(title, status, type, text, [400]));
    }
    t.strictSame(faults, []);
    t.strictSame(calls, []);
  });
}

async function askAsWritten(method: Method, path: string) {
  const asked = request({ agent, host: '127.0.0.1', port, method, path, headers: auth, signal: AbortSignal.timeout(20_000) });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, type: answer.headers['content-type'], text: await textOf(answer) };
}

const json = 'application/json';
/** What it is sent is the file, whatever that is. */
const takesAnything = 'POST /api/v1/sessions/{session_id}/media';
/** Bodies that no other route takes, with the statuses that say so. */
const bombs: Record<string, readonly [type: string, payload: string, statuses: readonly number[]]> = {
  'a body of more than 1 MiB': [json, `{"text":"${'x'.repeat(1_048_577)}"}`, [413]],
  'a deep list': [json, '['.repeat(50_000) + ']'.repeat(50_000), [400]],
  'a deep object': [json, `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, [400]],
  'a body that is no JSON': [json, '{"a":', [400]],
  'a polluting prototype': [json, '{"__proto__":{"isAdmin":true}}', [400]],
  'a body of another type': ['text/plain', '{}', [415]],
  'a body of no type at all': ['nonsense', '{}', [415]],
};

for (const [title, [type, payload, statuses]] of Object.entries(bombs)) {
  t.test(`${title} is refused by every route that is no question, and nobody is asked`, async (t) => {
    const changing = routes.filter(({ name, method }) => method !== 'GET' && name !== takesAnything);
    t.ok(changing.filter(({ types }) => types.length > 0).length >= 40);
    const faults: string[] = [];
    for (const { name, method, path } of changing) {
      const url = path.replaceAll(/\{\w+\}/g, 'none');
      const answer = await app.inject({ method, url, headers: { ...auth, 'content-type': type }, payload });
      faults.push(...faultOf(name, answer.statusCode, answer.headers['content-type'], answer.payload, statuses));
    }
    t.strictSame(faults, []);
    t.strictSame(calls, []);
    t.equal(Reflect.get({}, 'isAdmin'), undefined);
  });
}
