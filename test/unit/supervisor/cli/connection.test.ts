import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { connectionOf } from '@whatsapp-service/supervisor/cli/connection.ts';
import type { ConnectionOptions, ConnectionSources } from '@whatsapp-service/supervisor/cli/connection.ts';

const key = 'a-long-key-of-a-test-0001';
const otherKey = 'a-long-key-of-a-test-0002';

function sources(env: ConnectionSources['env'], settings: Partial<ReturnType<ConnectionSources['settings']>> = {}): ConnectionSources {
  return {
    env,
    cwd: t.testdirName,
    settings: () => ({ host: '127.0.0.1', port: 3000, apiKeys: [key], dataDir: t.testdirName, http: { basePath: '' }, ...settings }),
  };
}

t.test('the address is the one that is named, else that of the service on this machine', async (t) => {
  const named = { WHATSAPP_SERVICE_URL: 'http://localhost:4000/base' };
  const urlOf = (options: ConnectionOptions, from: ConnectionSources): string => connectionOf(options, from).url.href;
  t.equal(urlOf({ url: 'http://127.0.0.1:5000' }, sources(named)), 'http://127.0.0.1:5000/');
  t.equal(urlOf({}, sources(named)), 'http://localhost:4000/base/');
  for (const [host, url] of [
    ['127.0.0.1', 'http://127.0.0.1:3000/'],
    ['0.0.0.0', 'http://127.0.0.1:3000/'],
    ['::', 'http://[::1]:3000/'],
    ['fd00::1', 'http://[fd00::1]:3000/'],
  ] as const) {
    t.equal(urlOf({}, sources({}, { host })), url);
  }
  t.equal(urlOf({}, sources({}, { http: { basePath: '/whatsapp' } })), 'http://127.0.0.1:3000/whatsapp/');
  t.throws(() => urlOf({}, sources({}, { port: 0 })), /PORT is 0/);
  for (const url of ['localhost:3000', 'file:///etc/passwd', 'http://x/?key=1', 'http://x/#a'])
    t.throws(() => urlOf({ url }, sources({})), /must be an http or https URL/);
  t.throws(() => urlOf({ url: 'http://me:secret@x/' }, sources({})), { message: /no user and password/, exitCode: 2 });
});

t.test('the key comes from a file, the environment or the settings, in this order', async (t) => {
  const dir = t.testdir({ 'api-key': `${otherKey}\n`, empty: '', short: 'short' });
  const file = (name: string): string => join(dir, name);
  const env = { WHATSAPP_SERVICE_KEY_FILE: file('api-key'), WHATSAPP_SERVICE_KEY: key };
  t.equal(connectionOf({}, sources(env)).key, otherKey);
  t.equal(connectionOf({}, sources({ WHATSAPP_SERVICE_KEY: otherKey })).key, otherKey);
  t.equal(connectionOf({}, sources({})).key, key);
  t.equal(connectionOf({}, sources({}, { apiKeys: undefined, dataDir: dir })).key, otherKey);
  t.equal(
    connectionOf({ keyFile: 'own' }, { ...sources(env), cwd: t.testdir({ own: key }) }).key,
    key,
    'a relative path begins where the command was called',
  );
});

t.test('a file that holds no key says so, and never what it holds', async (t) => {
  const dir = t.testdir({ short: 'sh\u0001rt', empty: '' });
  writeFileSync(join(dir, 'secret'), 'a b c secret');
  for (const name of ['missing', 'short', 'empty', 'secret']) {
    t.throws(() => connectionOf({ keyFile: join(dir, name) }, sources({})), { exitCode: 2, message: new RegExp(name) });
  }
  t.throws(() => connectionOf({ keyFile: join(dir, 'secret') }, sources({})), { message: /^(?!.*a b c)/ });
});

t.test('the key of this machine is not sent elsewhere', async (t) => {
  t.throws(() => connectionOf({ url: 'https://elsewhere.example' }, sources({})), /The key for elsewhere\.example is not known/);
  t.equal(connectionOf({ url: 'https://elsewhere.example' }, sources({ WHATSAPP_SERVICE_KEY: otherKey })).key, otherKey);
  t.equal(connectionOf({ url: 'http://localhost:4000' }, sources({})).key, key);
});
