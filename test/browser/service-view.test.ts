import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import t from 'tap';
import { apiKey, listeningApp, recordingServices } from '../support/http-app.ts';
import { sessionView } from '../support/recording-sessions.ts';
import { StatusPage } from '../support/status-page.ts';

const statusPageDir = join(import.meta.dirname, '../../packages/dashboard/dist');
const { services, calls } = recordingServices();
const well = services.service.info();
let info: ServiceInfo = well;
services.service.info = () => info;
const { url } = await listeningApp(t, { services, statusPageDir });
const page = await StatusPage.open(url);
t.teardown(async () => page.close());
await t.test('the keyboard alone signs in, opens a session and stops it', async (t) => {
  const { keyboard } = page.page;
  await reach('api_key', 'name');
  await keyboard.type(apiKey);
  await keyboard.press('Enter');
  await page.sees('header.top');
  await page.sees('tbody tr');
  await reach('#/sessions/a', 'href');
  await keyboard.press('Enter');
  await page.says(/All sessions/);
  await reach('Stop a', 'aria-label');
  await keyboard.press('Enter');
  await page.sees('dialog[open]');
  await page.says(/is disconnected until somebody starts it again\. It stays linked/);
  t.notOk(
    calls.some(({ name }) => name === 'stop'),
    'it is asked first',
  );
  for (let presses = 0; presses < 10 && (await page.ask('document.activeElement?.textContent')) !== 'Stop'; presses += 1) {
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await page.page.waitForSelector('dialog', { hidden: true });
  t.ok(calls.some(({ name, args }) => name === 'stop' && args[0] === 'a'));
});

await t.test('what can be done to a session is done after a question that says what it does', async (t) => {
  const questions = {
    restart: ['Restart', /Main is briefly disconnected and comes back by itself\. It stays linked: nobody has to scan a code/],
    logout: ['Log out', /Main is unlinked from its phone\. To use it again, somebody has to scan a QR code with that phone/],
    remove: ['Delete', /Main is unlinked where that is possible, stopped and forgotten\. Its files lie in the quarantine/],
  } as const;
  for (const [call, [verb, question]] of Object.entries(questions)) {
    await page.press(`${verb} a`);
    await page.says(question);
    t.notOk(
      calls.some(({ name }) => name === call),
      `${verb}: it is asked first`,
    );
    await page.press(verb);
    await page.page.waitForSelector('dialog', { hidden: true });
    t.match(
      calls.filter(({ name }) => name === call),
      [{ args: ['a'] }],
      verb,
    );
  }
  services.sessions.list = () => ({
    sessions: [sessionView('a', { state: 'stopped', status: 'disconnected', desired: 'stopped' })],
    next_cursor: null,
  });
  await page.page.reload();
  await page.press('Start a');
  await page.says(/Main is started\. If it is linked, it connects by itself; if not, it offers a QR code/);
  await page.press('Start');
  await page.page.waitForSelector('dialog', { hidden: true });
  t.match(
    calls.filter(({ name }) => name === 'start'),
    [{ args: ['a'] }],
  );
});

await t.test('the page may run its own files alone, and is in no frame', async (t) => {
  const policy = String(await page.ask("fetch('.').then((answer) => answer.headers.get('content-security-policy'))"));
  const directives: Record<string, string> = {};
  for (const [, name = '', value = ''] of policy.matchAll(/([a-z-]+) ([^;]*)/g)) directives[name] = value;
  t.match(directives, { 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'connect-src': "'self'" });
  t.match(directives, { 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'" });
  t.notMatch(policy, /unsafe|\*|https?:/);
});

await t.test('a row tells all of its session', async (t) => {
  services.sessions.list = () => ({
    sessions: [
      sessionView('a', { restarts: 3, resources: { rss_bytes: 250 * 1_024 * 1_024, cpu_percent: 1.5, processes: 5, profile_bytes: null } }),
    ],
    next_cursor: null,
  });
  await page.goTo('#/sessions');
  await page.page.reload();
  await page.sees('tbody tr');
  const cells = await page.ask("[...document.querySelectorAll('tbody tr > *')].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim())");
  t.match(cells, ['Main a', '1', /Connected/, '+15550000001', / ago$/, / ago$/, '3', '250 MB', '1.5 %', 'Actions']);
});

/** Presses Tab until the focus is on what has this attribute. */
async function reach(value: string, attribute: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await page.ask(`document.activeElement?.getAttribute('${attribute}')`)) === value) return;
    await page.page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${value}.`);
}

await t.test('memory and processor of a session are drawn over the last hour', async (t) => {
  const endMs = Date.parse('2026-11-23T16:00:00.000Z');
  const samples = [50, 25, 0].map((minutes) => ({
    time: new Date(endMs - minutes * 60_000).toISOString(),
    rss_bytes: (100 - minutes) * 1e6,
    cpu_percent: minutes,
  }));
  const asked: number[] = [];
  services.resources.history = (session_id, afterMs) => {
    asked.push(afterMs);
    return { session_id, every_seconds: 10, samples: samples.filter(({ time }) => Date.parse(time) > afterMs) };
  };
  const hasty = 'const { setInterval: calm } = window; window.setInterval = (act, ms) => calm(act, ms / 20);';
  const { identifier } = await page.page.evaluateOnNewDocument(hasty);
  const lines = "[...document.querySelectorAll('.charts polyline')].map((line) => line.getAttribute('points'))";
  await page.goTo('#/sessions/a');
  await page.page.reload();
  await page.says(/Memory: [^]*\(at most [^]* in 50 min\)[^]*CPU: 0\.0 % \(at most 50\.0 % in 50 min\)/);
  t.strictSame(await page.ask(lines), ['0.0,40.0 300.0,20.0 600.0,0.0', '0.0,0.0 300.0,40.0 600.0,80.0']);
  samples.push({ time: new Date(endMs + 30 * 60_000).toISOString(), rss_bytes: 50e6, cpu_percent: 25 });
  await page.says(/in 55 min\)/);
  t.strictSame(
    await page.ask(lines),
    ['0.0,20.0 272.7,0.0 600.0,40.0', '0.0,0.0 272.7,80.0 600.0,0.0'],
    'what is older than an hour is gone',
  );
  t.ok(asked.includes(endMs), 'only what came since is asked for');
  await page.page.removeScriptToEvaluateOnNewDocument(identifier);
});

const folder = { setting: 'AUTH_DIR', fault: null, free_bytes: 5e9, volatile: null } as const;

/** Shows the service as it is now, without waiting for the page to ask again. */
async function show(changes: Partial<ServiceInfo>): Promise<void> {
  info = { ...well, storage: { ...well.storage, folders: [folder] }, ...changes };
  await page.goTo('#/service');
  await page.page.reload();
  await page.page.waitForSelector('h2');
}

await t.test('where nothing is wrong there is no banner', async (t) => {
  await show({});
  await page.holds("document.querySelectorAll('.banner').length === 0");
  t.pass();
});

const inFolder = (changes: object): Partial<ServiceInfo> => ({ storage: { ...well.storage, folders: [{ ...folder, ...changes }] } });
const django = { ...well.directory, source: 'django', reachable: true } as const;
const risks: readonly (readonly [string, Partial<ServiceInfo>, RegExp])[] = [
  ['no volume', inFolder({ volatile: 'container' }), /AUTH_DIR is on no volume: every login is lost with the container/],
  ['memory', inFolder({ volatile: 'memory' }), /AUTH_DIR lies in memory/],
  ['a disk nearly full', inFolder({ free_bytes: 1e8 }), /The disk of AUTH_DIR is nearly full/],
  ['a broken disk', inFolder({ fault: 'AUTH_DIR (/auth) is read-only; mend its disk.' }), /AUTH_DIR \(\/auth\) is read-only/],
  ['the sandbox', { sandbox: false }, /sandbox is off/],
  ['Django', { directory: { ...django, reachable: false, last_error: 'It is asleep.' } }, /Django cannot be reached: It is asleep\./],
];
for (const [name, changes, sentence] of risks) {
  await t.test(`a red banner tells of ${name}`, async (t) => {
    await show(changes);
    await page.holds(`${String(sentence)}.test(document.querySelector('.banner.risk')?.textContent ?? '')`);
    t.equal(await page.ask("document.querySelectorAll('.banner').length"), 1);
  });
}

await t.test('a yellow one while sessions are restored', async (t) => {
  await show({ status: 'restoring' });
  await page.holds("document.querySelector('.banner.warn')?.textContent.startsWith('Sessions are being restored')");
  t.equal(await page.ask("document.querySelectorAll('.banner.risk').length"), 0);
});

await t.test('what differs from Django is shown, and mended after a question that says what happens', async (t) => {
  await show({ directory: { ...django, not_listed: ['left_behind'] } });
  await page.says(
    /Listed \(listed\): Django lists it, and it does not run here[^]*unlisted: it is here \(connected\)[^]*left_behind: its files/,
  );
  t.strictSame(await page.accessibilityFaults(), []);
  await page.press('Reconcile');
  await page.says(/These are started: Listed \(listed\)\. These are disconnected: unlisted\. They stay linked/);
  await page.picture('reconcile');
  t.strictSame(await page.accessibilityFaults(), []);
  t.notOk(calls.some(({ name }) => name === 'reconcile'));
  await page.press('Reconcile');
  await page.says(/✓ 1 started, 1 ended/);
  t.ok(calls.some(({ name }) => name === 'reconcile'));
  t.strictSame(page.complaints, []);
});

await t.test('what waits to be sent and the size of the event log are shown', async (t) => {
  const most = [
    { session_id: 'shop', waiting: 1_200 },
    { session_id: 'desk', waiting: 34 },
  ];
  const eventLog = { events: 2_500_000, oldest_at: '2026-11-23T15:00:00.000Z', database_bytes: 1_500_000_000 };
  await show({ sends: { waiting: 1_234, in_progress: 5, most_waiting: most }, event_log: eventLog });
  await page.says(/Messages that wait\s+1,234\s+The most of\s+shop: 1,200, desk: 34\s+Messages under way\s+5\s/);
  await page.says(/Events kept\s+2,500,000\s+Oldest event\s[^]*2026[^]*The database takes\s+1\.\d GB/);
  await show({});
  await page.says(/Messages that wait\s+0\s+Messages under way/);
  t.pass('nothing waits, so no session is named');
});

await t.test('a restart is followed over reloads, with ✗ and the reason for a session that is not back', async (t) => {
  const failed = sessionView('b', {
    status: 'disconnected',
    state: 'failed',
    reason: { code: 'auth_missing', message: 'Auth file not found' },
  });
  services.sessions.list = () => ({ sessions: [sessionView('a'), failed, sessionView('c', { desired: 'stopped' })], next_cursor: null });
  await show({});
  await page.press('Restart');
  await page.press('Everything: the sessions too');
  await page.press('Proceed');
  await page.says(/The service restarts …/);
  t.ok(calls.some(({ name, args }) => name === 'restartService' && args[1] === 'full'));
  await page.page.reload();
  await page.says(/The service restarts …/);
  info = { ...well, started_at: '2026-11-23T17:00:00.000Z', status: 'restoring' };
  await page.says(/1 of 3 sessions are back[^]*✓ a\s+✗ b: Auth file not found/);
  t.notMatch(await page.ask("document.querySelector('.restart').innerText"), ' c', 'one that was stopped is not waited for');
  t.strictSame(await page.accessibilityFaults(), []);
  await page.page.reload();
  await page.says(/1 of 3 sessions are back[^]*✗ b: Auth file not found/);
  const [report] = services.service.restorations(1);
  info = { ...well, started_at: '2026-11-23T17:00:00.000Z', last_restoration: report ?? null };
  await page.says(/The service is back: 1 restored, 1 failed\.\s+✓ a, after 3\.0 s\s+✗ b, after 4\.0 s: Auth file not found/);
  await page.press('Close the report');
  await page.page.reload();
  await page.sees('h2');
  t.equal(await page.ask("document.querySelector('.restart')"), null, 'what was read is not shown again');
});

await t.test('the README shows the page as it is drawn with DRAW_README_PICTURE=1', async (t) => {
  const root = join(import.meta.dirname, '../..');
  const path = 'docs/images/status-page.png';
  if (process.env['DRAW_README_PICTURE'] === '1') await draw(`${root}/docs/images/status-page.png`);
  t.ok(readFileSync(join(root, 'README.md'), 'utf8').includes(path));
  const { size } = statSync(join(root, path));
  t.ok(size > 10_000 && size < 150_000, `it has ${size} bytes`);
});

/** Takes a picture of some sessions of all kinds. */
async function draw(path: `${string}.png`): Promise<void> {
  const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();
  const resources = (megabytes: number, cpu: number) => ({
    rss_bytes: megabytes * 1e6,
    cpu_percent: cpu,
    processes: megabytes === 0 ? 0 : 8,
    profile_bytes: 90e6,
  });
  const connected = { status: 'connected', state: 'connected', last_active: ago(40), connected_since: ago(260_000) } as const;
  const away = { phone: null, push_name: null, last_active: null, connected_since: null } as const;
  const sessions = [
    sessionView('user_1_instance_main', { ...connected, instance_name: 'Main', user_id: 1, resources: resources(312, 0.9) }),
    sessionView('user_1_instance_sales', {
      ...connected,
      instance_name: 'Sales',
      user_id: 1,
      phone: '15550000002',
      restarts: 1,
      resources: resources(287, 1.4),
    }),
    sessionView('user_2_instance_shop', {
      ...away,
      status: 'qr_required',
      state: 'pairing',
      instance_name: 'Shop',
      user_id: 2,
      resources: resources(265, 2.1),
    }),
    sessionView('user_3_instance_desk', {
      ...away,
      status: 'connecting',
      state: 'starting',
      instance_name: 'Desk',
      user_id: 3,
      resources: resources(198, 61.5),
    }),
    sessionView('user_4_instance_old', {
      ...away,
      status: 'disconnected',
      state: 'unlinked',
      instance_name: 'Old phone',
      user_id: 4,
      reason: { code: 'logged_out', message: 'The phone has unlinked this device.' },
      resources: resources(0, 0),
    }),
  ];
  services.sessions.list = () => ({ sessions, next_cursor: null });
  await show({});
  await page.page.setViewport({ width: 1_320, height: 590 });
  await page.goTo('#/sessions');
  await page.holds("document.querySelectorAll('tbody tr').length === 5");
  await page.page.screenshot({ path });
}
