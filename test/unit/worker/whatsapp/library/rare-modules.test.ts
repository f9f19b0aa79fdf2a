import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import t from 'tap';
import { deferRareModules } from '@whatsapp-service/worker/whatsapp/library/rare-modules.ts';

const { cache } = createRequire(import.meta.url);
const home = t.testdir({ '.puppeteerrc.cjs': `globalThis.puppeteerSettingsRan = true; module.exports = { defaultBrowser: 'firefox' };` });
const formerDirectory = process.cwd();
process.chdir(home);
const before = new Set(Object.keys(cache));
deferRareModules();
const deferred = Object.keys(cache).filter((path) => !before.has(path));
const { default: library } = await import('whatsapp-web.js');
process.chdir(formerDirectory);

/** The files of a package that were really loaded. */
const loadedOf = (name: string): string[] =>
  Object.keys(cache).filter((path) => path.includes(`/node_modules/${name}/`) && !deferred.includes(path));

t.test('what a session needs seldom or never is not loaded with the library', async (t) => {
  t.equal(deferred.length, 11);
  for (const path of deferred) t.ok(existsSync(path), `${path} is a file of the installed version`);
  for (const name of ['chromium-bidi', 'ws', 'proxy-agent', 'semver', 'yargs', 'mime', 'whatwg-url', 'cosmiconfig', 'debug'])
    t.strictSame(loadedOf(name), [], name);
  t.not(loadedOf('puppeteer-core').length, 0);
});

t.test('a settings file of puppeteer is not run', async (t) => {
  t.notOk('puppeteerSettingsRan' in globalThis);
});

t.test('a client is made without any of them', async (t) => {
  t.ok(new library.Client({ puppeteer: { pipe: true } }));
  for (const name of ['chromium-bidi', 'ws', 'semver', 'mime', 'whatwg-url']) t.strictSame(loadedOf(name), [], name);
});

t.test('each is there as soon as it is used', async (t) => {
  const path = join(home, 'picture.png');
  writeFileSync(path, 'x');
  t.equal(library.MessageMedia.fromFilePath(path).mimetype, 'image/png', 'mime');
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/plain').end('from a URL')).listen(
    0,
    '127.0.0.1',
  );
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { data } = await library.MessageMedia.fromUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a.txt`);
  t.equal(Buffer.from(data, 'base64').toString(), 'from a URL', 'node-fetch');
  for (const file of deferred.filter((file) => !/cosmiconfig|\/debug\//.test(file))) {
    const exports: unknown = createRequire(import.meta.url)(file);
    t.not(Object.keys(exports as object).length, 0, `${file} has what it exports`);
  }
});
