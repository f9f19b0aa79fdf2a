import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { launch } from 'puppeteer';
import t from 'tap';
import { launchOptions } from '@whatsapp-service/worker/browser/launch-options.ts';
import { serviceBrowser } from '../support/browsers.ts';
import { until } from '../support/until.ts';

t.test('what a page puts into localStorage is on the disk at once, also right after it has put something there', async (t) => {
  const folder = t.testdir({ tmp: {}, profile: {} });
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>A page</p>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const sandbox = process.getuid?.() !== 0;
  const options = launchOptions(
    { ...serviceBrowser, sandbox, extraArgs: [], proxy: null },
    join(folder, 'tmp'),
    new AbortController().signal,
  );
  const userDataDir = join(folder, 'profile');
  mkdirSync(userDataDir, { recursive: true });
  const browser = await launch({ ...options, userDataDir });
  t.teardown(async () => browser.close());
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  // By itself Chromium writes the second one a minute after the first.
  for (const value of ['half-of-a-link', 'the-next-thing']) {
    await page.evaluate(`localStorage.setItem('a key', '${value}')`);
    await until(`${value} is on the disk`, () => isOnDisk(userDataDir, value), 30_000);
    t.pass(value);
  }
});

function isOnDisk(profile: string, text: string): boolean {
  const folder = join(profile, 'Default', 'Local Storage', 'leveldb');
  return readdirSync(folder).some((name) => name.endsWith('.log') && readFileSync(join(folder, name)).includes(text));
}
