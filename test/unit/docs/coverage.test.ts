import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import t from 'tap';
import { auth, testApp } from '../../support/http-app.ts';

const classes = [
  'Client',
  'ClientInfo',
  'Chat',
  'PrivateChat',
  'GroupChat',
  'Channel',
  'Message',
  'Contact',
  'PrivateContact',
  'BusinessContact',
  'Label',
  'Broadcast',
  'Call',
  'PollVote',
  'GroupNotification',
];
const worker = createRequire(new URL('../../../packages/worker/package.json', import.meta.url));
const page = readFileSync(new URL('../../../docs/coverage.md', import.meta.url), 'utf8');
const session = '/api/v1/sessions/{session_id}';

/** What a class of the installed library declares for everybody, its getters too. */
function publicMethods(name: string): string[] {
  const path = name === 'Client' ? 'whatsapp-web.js/src/Client.js' : `whatsapp-web.js/src/structures/${name}.js`;
  const { prototype } = worker(path) as { prototype: object };
  return Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor' && !method.startsWith('_'));
}

/** The rows of a class: its methods, and what is said of them. */
function rowsOf(name: string): Array<{ methods: string[]; says: string }> {
  const [, section = ''] = new RegExp(`^## ${name}\\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(page) ?? [];
  return [...section.matchAll(/^\| (`.*?`) \| (.*) \|$/gm)].map(([, names = '', says = '']) => ({
    methods: [...names.matchAll(/`(\w+)`/g)].map(([, method = '']) => method),
    says,
  }));
}

t.test('every public method of the installed library has one row, and every row a method', async (t) => {
  t.equal((worker('whatsapp-web.js/package.json') as { version: string }).version, /\((\d+\.\d+\.\d+)\)/.exec(page)?.[1]);
  for (const name of classes) {
    const rows = rowsOf(name).flatMap(({ methods }) => methods);
    t.strictSame(rows.toSorted(), publicMethods(name).toSorted(), name);
  }
  t.ok(rowsOf('Client').length > 40, 'the rows were found at all');
});

t.test('every row says something, and every route on the page is in the OpenAPI document', async (t) => {
  for (const name of classes) for (const { methods, says } of rowsOf(name)) t.match(says, /\w{3}/, `${name}: ${methods.join(', ')}`);
  const { app } = await testApp(t);
  const { paths } = (await app.inject({ url: '/openapi.json', headers: auth })).json<{ paths: Record<string, object> }>();
  const routes = [...page.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\S+?)`/g)];
  t.ok(routes.length > 80, 'the routes were found at all');
  for (const [, method = '', path = ''] of routes) {
    t.ok(Object.hasOwn(paths[path.replace('…', session)] ?? {}, method.toLowerCase()), `${method} ${path}`);
  }
});
