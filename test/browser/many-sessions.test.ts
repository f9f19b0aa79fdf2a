import { join } from 'node:path';
import t from 'tap';
import { apiKey, listeningApp, recordingServices } from '../support/http-app.ts';
import { sessionView } from '../support/recording-sessions.ts';
import { StatusPage } from '../support/status-page.ts';

const statusPageDir = join(import.meta.dirname, '../../packages/dashboard/dist');
const markup = '<img src=x onerror="window.wasRun = true">';
const pageSize = 500;

const all = Array.from({ length: 1_000 }, (_, n) =>
  sessionView(`session_${String(n).padStart(4, '0')}`, {
    user_id: n,
    instance_name: n === 7 ? markup : `Instance ${n}`,
    push_name: markup,
    status: n % 10 === 0 ? 'disconnected' : 'connected',
    reason: n % 10 === 0 ? { code: 'logged_out', message: markup } : null,
  }),
);
const { services, events } = recordingServices();
services.sessions.list = ({ cursor = '0' }) => {
  const from = Number(cursor);
  const next = from + pageSize;
  return { sessions: all.slice(from, next), next_cursor: next < all.length ? String(next) : null };
};
services.sessions.get = (id) => all.find(({ session_id: each }) => each === id) ?? sessionView(id);
const { url } = await listeningApp(t, { services, statusPageDir });
const page = await StatusPage.open(url);
t.teardown(async () => page.close());
await page.signIn(apiKey);

await t.test('a thousand sessions are there at once, and are searched and sorted without a wait', async (t) => {
  await page.holds('document.querySelectorAll("tbody tr").length === 1000');
  await page.picture('thousand-sessions');
  // Each within a second on a busy machine; a quiet one needs a tenth of that.
  const searchMs = await page.ask(`(async () => {
    const field = document.querySelector('input[type=search]');
    const began = performance.now();
    field.value = '0042';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    while (document.querySelectorAll('tbody tr').length !== 1) await new Promise(requestAnimationFrame);
    return performance.now() - began;
  })()`);
  t.ok(Number(searchMs) < 1_000, `a search took ${Math.round(Number(searchMs))} ms`);
  await page.type('Search', 'session_');
  await page.holds('document.querySelectorAll("tbody tr").length === 1000');
  await page.press('User');
  await page.press('User');
  await page.holds(`document.querySelector('tbody tr td').textContent === '999'`);
  await page.page.select('select', 'disconnected');
  await page.holds('document.querySelectorAll("tbody tr").length === 100');
});

await t.test('an event changes the row of its session', async () => {
  const session = all[10];
  if (session === undefined) throw new Error('There is no such session.');
  session.status = 'connected';
  session.reason = null;
  events.append('session.state_changed', session.session_id);
  await page.holds('document.querySelectorAll("tbody tr").length === 99');
});

await t.test('names and reasons from outside are shown as they are written, and nothing in them runs', async (t) => {
  await page.page.select('select', 'all');
  await page.type('Search', 'session_0007');
  await page.says(/<img src=x onerror="window\.wasRun = true">/);
  await page.goTo('#/sessions/session_0007');
  await page.says(/Name in WhatsApp[^]*<img src=x/);
  t.equal(await page.ask('window.wasRun === undefined && document.querySelector("img[src=x]") === null'), true);
  t.strictSame(page.elsewhere, []);
  t.strictSame(page.complaints, []);
});

await t.test('on a phone nothing is wider than the screen but the table, which scrolls', async (t) => {
  await page.page.setViewport({ width: 390, height: 800, isMobile: true, hasTouch: true });
  for (const place of ['#/sessions', '#/sessions/session_0007', '#/service', '#/logs']) {
    await page.goTo(place);
    await page.page.waitForSelector('h1');
    t.equal(await page.ask('document.documentElement.scrollWidth <= document.documentElement.clientWidth'), true, place);
  }
  await page.goTo('#/sessions');
  await page.picture('phone');
});

await t.test('dark colours are as readable', async (t) => {
  await page.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await page.type('Search', 'session_000');
  await page.holds('document.querySelectorAll("tbody tr").length === 10');
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('dark');
});
