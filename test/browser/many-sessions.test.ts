import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { apiKey, listeningApp, recordingServices } from '../support/http-app.ts';
import { sessionView } from '../support/recording-sessions.ts';
import { StatusPage } from '../support/status-page.ts';
import { until } from '../support/until.ts';

const statusPageDir = join(import.meta.dirname, '../../packages/dashboard/dist');
const markup = '<img src=x onerror="window.wasRun = true">';
const pageSize = 500;

/** Spread over some digits, as what differs from session to session is: nothing that compresses better than it would in earnest. */
const spread = (n: number, most: number): number => Math.floor(((n * 2_654_435_761) % 4_294_967_296) * (most / 4_294_967_296));
const all = Array.from({ length: 1_000 }, (_, n) =>
  sessionView(`session_${String(n).padStart(4, '0')}`, {
    phone: String(15_550_000_000 + spread(n, 9_999_999)),
    last_active: new Date(1_795_000_000_000 + spread(n + 1, 1e9)).toISOString(),
    connected_since: new Date(1_790_000_000_000 + spread(n + 2, 1e9)).toISOString(),
    resources: { rss_bytes: spread(n + 3, 4e8), cpu_percent: spread(n + 4, 1_000) / 100, processes: 8, profile_bytes: spread(n + 5, 9e7) },
    user_id: n,
    instance_name: n === 7 ? markup : `Instance ${n}`,
    push_name: markup,
    status: n % 10 === 0 ? 'disconnected' : 'connected',
    reason: n % 10 === 0 ? { code: 'logged_out', message: markup } : null,
  }),
);
const { services, events, logs } = recordingServices();
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

await t.test('the page is small, and usable soon', async (t) => {
  const { page: tab } = page;
  const cdp = await tab.createCDPSession();
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const urls = new Map<string, string>();
  const bytes = { files: 0, data: 0 };
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const requested = urls.get(requestId);
    // One that was under way before anybody watched is not the reload's.
    if (requested !== undefined) bytes[requested.includes('/api/') ? 'data' : 'files'] += encodedDataLength;
  });
  await tab.evaluateOnNewDocument(`new MutationObserver(() => {
    if (window.usableMs !== undefined || document.querySelectorAll('tbody tr').length < 1000) return;
    window.usableMs = Infinity;
    requestAnimationFrame(() => setTimeout(() => { window.usableMs = performance.now(); }));
  }).observe(document, { childList: true, subtree: true })`);
  await tab.reload();
  await page.holds('window.usableMs < Infinity');
  const usableMs = Number(await page.ask('window.usableMs'));
  await cdp.detach();
  t.comment(`files ${bytes.files} bytes, answers ${bytes.data} bytes, usable after ${Math.round(usableMs)} ms`);
  t.ok(bytes.files > 10_000 && bytes.files < 40_000, `its files took ${bytes.files} bytes`);
  t.ok(bytes.data > 10_000 && bytes.data < 150_000, `its first answers took ${bytes.data} bytes`);
  t.ok(usableMs < 10_000, `usable after ${Math.round(usableMs)} ms`);
});

await t.test('what is shown first is asked for once, with the event stream and without it', async (t) => {
  const { page: tab } = page;
  const cdp = await tab.createCDPSession();
  await cdp.send('Network.enable');
  const asked: string[] = [];
  cdp.on('Network.requestWillBeSent', ({ request }) => asked.push(new URL(request.url).pathname + new URL(request.url).search));
  // What is asked for every five seconds is not counted.
  const { identifier } = await tab.evaluateOnNewDocument(
    'const { setInterval: any } = window; window.setInterval = (act, ms) => (ms === 5000 ? 0 : any(act, ms));',
  );
  const lists = () => asked.filter((path) => path.startsWith('/api/v1/sessions?') || path === '/api/v1/service');
  const once = ['/api/v1/sessions?limit=500', '/api/v1/service', '/api/v1/sessions?limit=500&cursor=500'];
  await tab.reload();
  await page.holds('document.querySelectorAll("tbody tr").length === 1000');
  const before = asked.length;
  events.append('session.state_changed', 'session_0011');
  await until('the event has come', async () => asked.slice(before).includes('/api/v1/sessions/session_0011'));
  t.strictSame(lists(), once);
  asked.length = 0;
  await cdp.send('Network.setBlockedURLs', { urls: ['*/events/stream*'] });
  await tab.reload();
  await page.says(/Connection lost, retrying/);
  await page.holds('document.querySelectorAll("tbody tr").length === 1000');
  t.strictSame(lists(), once);
  await cdp.detach();
  await tab.removeScriptToEvaluateOnNewDocument(identifier);
  await tab.reload();
  await page.sees('tbody tr');
});

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
  events.append('message.received', 'session_0007', { message: { body: markup } });
  logs.stream.write(JSON.stringify({ level: 'warn', time: '2026-11-23T16:00:00.000Z', session_id: 'session_0007', msg: markup }));
  await page.goTo('#/logs');
  await page.says(/<img src=x onerror="window\.wasRun = true">/);
  await page.goTo('#/sessions/session_0007');
  await page.says(/Recent events[^]*message\.received[^]*Log[^]*<img src=x/);
  await page.type('To', markup);
  await page.type('Text', markup);
  await page.press('Send');
  await page.says(/[✓✗] .*\.$/m);
  t.equal(await page.ask('window.wasRun === undefined && document.querySelector("img[src=x]") === null'), true);
  t.strictSame(page.elsewhere, []);
  t.strictSame(page.complaints, []);
});

await t.test('the log is paused, filtered by level and session, searched, and kept as a file', async (t) => {
  const write = (level: string, msg: string, sessionId?: string): void => {
    logs.stream.write(JSON.stringify({ level, time: '2026-11-23T16:00:01.000Z', session_id: sessionId, msg }));
  };
  const shown = async () => page.ask("[...document.querySelectorAll('.log li')].map((line) => line.lastChild.textContent)");
  const shows = async (...lines: string[]) =>
    page
      .holds(
        `JSON.stringify([...document.querySelectorAll('.log li')].map((line) => line.lastChild.textContent)) === ${JSON.stringify(JSON.stringify(lines))}`,
      )
      .catch(async () => t.strictSame(await shown(), lines));
  await page.goTo('#/logs');
  write('debug', 'fine print');
  write('info', '✓ Session restored: session_0001', 'session_0001');
  write('warn', 'slow disk');
  write('error', 'it broke', 'session_0002');
  await shows(markup, '✓ Session restored: session_0001', 'slow disk', 'it broke');
  await page.press('Pause');
  write('info', 'while it is paused');
  write('error', 'and one more', 'session_0002');
  await until('both lines are in the log', async () => logs.read({ after: 0, limit: 100 }).lines.at(-1)?.message === 'and one more');
  // The stream has delivered what it has once a later answer of the same service is here.
  await page.ask("fetch('/api/v1/service').then((answer) => answer.text())");
  await shows(markup, '✓ Session restored: session_0001', 'slow disk', 'it broke');
  await page.press('Go on');
  await shows(markup, '✓ Session restored: session_0001', 'slow disk', 'it broke', 'while it is paused', 'and one more');
  const [level, session] = ['search label:nth-of-type(2) select', 'search label:nth-of-type(3) select'];
  await page.page.select(level, 'error');
  await shows('it broke', 'and one more');
  await page.page.select(level, 'debug');
  await page.page.select(session, 'session_0001');
  await shows('✓ Session restored: session_0001');
  await page.page.select(session, 'session_0002');
  await page.type('Search', 'BROKE');
  await shows('it broke');
  const cdp = await page.page.createCDPSession();
  const downloadPath = t.testdir();
  await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath, eventsEnabled: true });
  const done = new Promise<void>((resolve) => {
    cdp.on('Browser.downloadProgress', ({ state }) => {
      if (state === 'completed') resolve();
    });
  });
  await page.press('Download');
  await done;
  const file = readFileSync(join(downloadPath, 'whatsapp-service.log'), 'utf8');
  t.equal(file, '2026-11-23T16:00:01.000Z error [session_0002] it broke\n', 'what is shown is what is kept');
  await cdp.detach();
});

await t.test('on a phone nothing is wider than the screen but the table, which scrolls', async (t) => {
  await page.page.setViewport({ width: 390, height: 800, isMobile: true, hasTouch: true });
  for (const place of ['#/sessions', '#/sessions/session_0007', '#/service', '#/logs', '#/backups', '#/keys', '#/webhooks']) {
    await page.goTo(place);
    await page.page.waitForSelector('h1');
    t.equal(await page.ask('document.documentElement.scrollWidth <= document.documentElement.clientWidth'), true, place);
  }
  await page.goTo('#/sessions');
  await page.picture('phone');
});

await t.test('dark colours are as readable, on each view', async (t) => {
  await page.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await page.type('Search', 'session_000');
  await page.holds('document.querySelectorAll("tbody tr").length === 10');
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('dark');
  for (const [place, sentence] of [
    ['#/sessions/session_0007', /Recent events[^]*message\.received/],
    ['#/logs', /it broke/],
    ['#/webhooks', /app\.example\.org/],
    ['#/backups', /Next run/],
    ['#/keys', /Make a key/],
    ['#/service', /Messages that wait/],
  ] as const) {
    await page.goTo(place);
    await page.says(sentence);
    t.strictSame(await page.accessibilityFaults(), [], place);
  }
  await page.press('Sign out');
  await page.sees('main.sign-in');
  t.strictSame(await page.accessibilityFaults(), [], 'the sign-in');
});
