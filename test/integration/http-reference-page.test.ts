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
  await page.waitForSelector('#operations-Messages-sendMessage', { timeout: 20_000 });
  t.equal((await page.$$('.opblock')).length, await operationsOf(url), 'each operation of the document is there');
  await page.click('#operations-Messages-sendMessage button');
  await page.waitForSelector('#operations-Messages-sendMessage .responses-table', { timeout: 10_000 });
  t.strictSame(elsewhere, []);
  t.strictSame(complaints, []);
});

async function operationsOf(url: string): Promise<number> {
  const response = await fetch(`${url}/openapi.json`, { headers: { 'x-api-key': apiKey } });
  const { paths } = (await response.json()) as { paths: Record<string, object> };
  const count = Object.values(paths).flatMap((path) => Object.keys(path)).length;
  if (count < 20) throw new Error(`The document has only ${count} operations.`);
  return count;
}
