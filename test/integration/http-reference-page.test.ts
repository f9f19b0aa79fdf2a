import { join } from 'node:path';
import { findChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { launch } from 'puppeteer';
import t from 'tap';
import { apiKey, listeningApp } from '../support/http-app.ts';

t.test('a browser shows the reference after asking for the key, and loads nothing from elsewhere', async (t) => {
  const { url } = await listeningApp(t);
  const found = findChromium({ env: process.env, browsersDir: join(import.meta.dirname, '../../.tools/browsers') });
  const browser = await launch({ executablePath: found?.path ?? '', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], pipe: true });
  t.teardown(async () => browser.close());
  const page = await browser.newPage();
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));

  await page.authenticate({ username: 'anybody', password: apiKey });
  const answer = await page.goto(`${url}/docs`);
  t.equal(answer?.status(), 200);
  await page.waitForSelector('.opblock', { timeout: 20_000 });
  // A page of many operations has only those in the document that are in view: a link leads to each.
  for (const [tag, operation] of await oneOfEachEnd(url)) {
    await page.goto(`${url}/docs#/${tag}/${operation}`);
    await page.reload();
    await page.waitForSelector(`#operations-${tag}-${operation} .responses-table`, { timeout: 20_000 });
    t.pass(`${operation} is there, with its answers`);
  }
  t.strictSame(elsewhere, []);
  t.strictSame(complaints, []);
});

/** The first operation of the document, sending, and the last one, each with its tag. */
async function oneOfEachEnd(url: string): Promise<(readonly [string, string])[]> {
  const response = await fetch(`${url}/openapi.json`, { headers: { 'x-api-key': apiKey } });
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, { tags: string[]; operationId: string }>> };
  const all = Object.values(paths).flatMap((path) => Object.values(path));
  if (all.length < 100) throw new Error(`The document has only ${all.length} operations.`);
  const ends = [all[0], all.find(({ operationId }) => operationId === 'sendMessage'), all.at(-1)];
  return ends.flatMap((each) => (each === undefined ? [] : [[each.tags[0] ?? '', each.operationId] as const]));
}
