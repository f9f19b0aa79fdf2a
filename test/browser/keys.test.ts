import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { HTTPRequest } from 'puppeteer';
import t from 'tap';
import { apiKey, listeningApp } from '../support/http-app.ts';
import { sessionView } from '../support/recording-sessions.ts';
import { StatusPage } from '../support/status-page.ts';
import { until } from '../support/until.ts';

const statusPageDir = join(import.meta.dirname, '../../packages/dashboard/dist');
const { app, url, services, keys, calls } = await listeningApp(t, { statusPageDir });
const all = ['shop_1', 'other_1'].map((id) => sessionView(id, { instance_name: null }));
services.sessions.list = ({ sessionPrefix = '' }) => ({
  sessions: all.filter(({ session_id: id }) => id.startsWith(sessionPrefix)),
  next_cursor: null,
});
const page = await StatusPage.open(url);
t.teardown(async () => page.close());
await page.page.browserContext().overridePermissions(url, ['clipboard-read', 'clipboard-sanitized-write']);
/** What the service refused the page for want of rights. */
const refused: string[] = [];
page.page.on('response', (answer) => {
  if (answer.status() === 403) refused.push(answer.url());
});
await page.signIn(apiKey);
let shopKey = '';

/** The key that was last made here, with other scopes. */
function keyWith(scopes: ('read' | 'send' | 'manage')[]): string {
  return keys.managed.create({ name: scopes.join(' and '), scopes }).key;
}

/** Leaves the page and comes back with another key. */
async function comeWith(key: string): Promise<void> {
  await page.press('Sign out');
  await page.sees('main.sign-in');
  await page.signIn(key);
}

await t.test('an administrator makes a key, which is shown once and can be copied', async (t) => {
  await page.press('Keys');
  await page.says(/There is none yet/);
  await page.press('Make a key');
  await page.type('Name', 'Shop 7');
  await page.press('Make it');
  await page.says(/Choose at least one thing that the key may do/);
  await page.press('Everything: keys, backups and the restart of the service too');
  await page.type('Only for sessions whose ids begin with (optional)', 'shop_');
  await page.press('Make it');
  await page.says(/does not go with the scope "admin"/);
  await page.press('Everything: keys, backups and the restart of the service too');
  await page.press('Look: sessions, messages, events, logs');
  await page.press('Send: messages, reactions, groups');
  t.strictSame(await page.accessibilityFaults(), []);
  await page.ask("document.querySelector('[name=expires_at]').value = '2099-01-01T00:00'");
  await page.picture('new-key');
  await page.press('Make it');
  await page.says(/This is the key\. Copy it now/);
  shopKey = String(await page.ask("document.querySelector('.secret').textContent"));
  t.match(shopKey, /^wak_[A-Za-z0-9_-]{43}$/);
  t.strictSame(await page.accessibilityFaults(), []);
  await page.press('Copy the key');
  await page.says(/Copied\./);
  t.equal(await page.ask('navigator.clipboard.readText()'), shopKey);
  await page.press('I have it');
  await page.says(/Shop 7[^]*read, send\s+shop_…[^]*2099[^]*never/);
  t.notOk(String(await page.ask('document.documentElement.outerHTML')).includes(shopKey), 'it is nowhere in the page any more');
  t.equal(await page.ask('sessionStorage.length + localStorage.length'), 0);
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('keys');
});

await t.test('a key for some sessions shows those, and says why the rest is left out', async (t) => {
  await comeWith(shopKey);
  await page.says(/This is not shown: Your key is for the sessions whose ids/);
  await page.goTo('#/sessions');
  await page.says(/key “Shop 7”: it may look, send messages, with the sessions whose ids begin with “shop_”/);
  await page.holds("document.querySelectorAll('tbody tr').length === 1");
  await page.says(/Accounts are not connected here: Your key lacks the scope “manage”/);
  t.strictSame(await page.ask("[...document.querySelectorAll('nav a')].map((link) => link.textContent)"), ['Sessions', 'Logs', 'Webhooks']);
  t.notMatch(await page.ask('document.body.innerText'), /^Restart$/m);
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('lesser-key');
  await page.goTo('#/sessions/shop_1');
  await page.says(/not started, stopped or linked here[^]*Screenshot[^]*It is not taken here[^]*Backups are not shown/);
  await page.type('To', '+15550000002');
  await page.press('Send');
  await page.says(/✓ Sent\./);
  for (const place of ['#/logs', '#/webhooks']) {
    await page.goTo(place);
    await page.sees('h1');
  }
  for (const place of ['#/service', '#/backups', '#/keys']) {
    await page.goTo(place);
    await page.says(/This is not shown: Your key is for the sessions whose ids begin with “shop_”/);
  }
  t.strictSame(refused, [], 'nothing was asked for that the key does not open');
});

await t.test('a page that learns late what its key may do still goes from view to view', async (t) => {
  await page.goTo('#/sessions');
  await page.page.setRequestInterception(true);
  let isAway = true;
  const onRequest = (request: HTTPRequest): void => {
    void (isAway && request.url().endsWith('/api/v1/sign-in') ? request.abort() : request.continue());
  };
  page.page.on('request', onRequest);
  await page.page.reload();
  await page.press('Service');
  await page.says(/not reached|key is for the sessions|SUP_OUTSIDE_PREFIX|ids begin with/);
  isAway = false;
  app.server.closeAllConnections();
  await page.says(/This is not shown: Your key is for the sessions whose ids begin with “shop_”/);
  await page.press('Sessions');
  await page.says(/Active sessions/);
  page.page.off('request', onRequest);
  await page.page.setRequestInterception(false);
  refused.length = 0;
  t.pass('it follows its address');
});

await t.test('what one key was shown is gone from the page for the next', async (t) => {
  await comeWith(apiKey);
  await page.says(/The disk of DATA_DIR is nearly full/);
  await comeWith(shopKey);
  await page.says(/key “Shop 7”/);
  t.notMatch(await page.ask('document.body.innerText'), /DATA_DIR/, 'of the service as a whole it is told nothing');
});

await t.test('a key that only reads sees everything and changes nothing', async (t) => {
  await comeWith(keyWith(['read']));
  for (const [place, sentence] of [
    ['#/service', /whatsapp-web\.js[^]*Restorations/],
    ['#/backups', /not made, checked or restored here: Your key lacks the scope “admin”/],
    ['#/keys', /This is not shown: Your key lacks the scope “admin”/],
    ['#/sessions/shop_1', /Nothing is sent here: Your key lacks the scope “send”/],
  ] as const) {
    await page.goTo(place);
    await page.says(sentence);
  }
  await page.goTo('#/webhooks');
  await page.press('Deliveries and dead letters');
  await page.says(/Nothing is tried or sent again here/);
  t.strictSame(refused, []);
});

await t.test('a key that may not read is told so in place of empty views', async (t) => {
  await comeWith(keyWith(['send']));
  await page.goTo('#/sessions');
  await page.says(/This is not shown: Your key lacks the scope “read”/);
  t.equal(await page.ask("document.querySelectorAll('nav a').length"), 0);
  t.strictSame(refused, []);
});

await t.test('an id is copied, and a phone without a camera gets a code to type', async (t) => {
  await comeWith(apiKey);
  await page.goTo('#/sessions');
  await page.press('Actions for shop_1');
  await page.press('Copy id');
  await page.sees('dialog[open]');
  await page.press('Copied');
  t.equal(await page.ask('navigator.clipboard.readText()'), 'shop_1');
  await page.press('Close');
  all[0] = sessionView('shop_1', { status: 'qr_required', state: 'pairing', instance_name: null });
  await page.goTo('#/sessions/shop_1');
  await page.page.reload();
  await page.sees('.qr img');
  await page.press('No camera at hand?');
  await page.type('Phone number, with its country code', '+1 (555) 000-0001');
  await page.press('Get a code to type');
  await page.says(/Type on the phone: ABCD1234/);
  t.match(calls.findLast(({ name }) => name === 'requestPairingCode')?.args, ['shop_1', '15550000001']);
  t.strictSame(await page.accessibilityFaults(), []);
});

/** Opens a page of another site in the browser that is signed in, and has it ask for something; tells how the service answered. */
async function askFrom(host: string, script: string): Promise<{ status: number | undefined; cookie: boolean | undefined }> {
  const elsewhere = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Elsewhere</title>'),
  );
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const tab = await page.page.browserContext().newPage();
  try {
    await tab.goto(`http://${host}:${(elsewhere.address() as AddressInfo).port}/`);
    const cdp = await tab.createCDPSession();
    await cdp.send('Network.enable');
    // What a site may not read of an answer the browser keeps from it, and tells only here.
    const found: { id?: string; cookies: Map<string, boolean>; statuses: Map<string, number> } = {
      cookies: new Map(),
      statuses: new Map(),
    };
    cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (request.url.startsWith(url)) found.id = requestId;
    });
    cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
      found.cookies.set(
        requestId,
        Object.keys(headers).some((name) => name.toLowerCase() === 'cookie'),
      );
    });
    cdp.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => void found.statuses.set(requestId, statusCode));
    await tab.evaluate(script);
    await until('the service has answered', async () => found.cookies.has(found.id ?? '') && found.statuses.has(found.id ?? ''));
    return { status: found.statuses.get(found.id ?? ''), cookie: found.cookies.get(found.id ?? '') };
  } finally {
    await tab.close();
    elsewhere.closeAllConnections();
    elsewhere.close();
  }
}

await t.test('another site’s page changes nothing with this browser’s sign-in', async (t) => {
  const target = `${url}/api/v1/sessions/shop_1/stop`;
  const form = `(() => { const form = document.createElement('form'); form.method = 'post'; form.action = '${target}'; document.body.append(form); form.submit(); })()`;
  const call = `void fetch('${target}', { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => undefined)`;
  const stops = (): number => calls.filter(({ name }) => name === 'stop').length;
  for (const script of [form, call]) {
    t.strictSame(await askFrom('localhost', script), { status: 401, cookie: false }, 'another site’s request does not carry the cookie');
    // Another port is the same site to a browser: the cookie comes along, and where it comes from decides.
    t.strictSame(await askFrom('127.0.0.1', script), { status: 403, cookie: true }, 'another program’s page on this machine is refused');
  }
  t.equal(stops(), 0);
  t.equal(await page.ask(`fetch('${target}', { method: 'POST' }).then(({ status }) => status)`), 202, 'the page’s own is taken');
  t.equal(stops(), 1);
  const [cookie] = await page.page.browserContext().cookies();
  t.match(cookie, { httpOnly: true, sameSite: 'Strict' });
});

await t.test('a key is revoked after a question, and who signed in with it is signed out', async (t) => {
  await comeWith(apiKey);
  await page.press('Keys');
  await page.press('Revoke Shop 7');
  await page.says(/programs that use it get nothing any more, and browsers that signed in with it are signed out/);
  await page.picture('revoke-key');
  await page.press('Revoke');
  await page.holds("!document.querySelector('table').innerText.includes('Shop 7')");
  t.equal(keys.ring.find(shopKey), undefined);
  const { key, id } = keys.managed.create({ name: 'Short', scopes: ['read'] });
  await comeWith(key);
  await page.says(/key “Short”/);
  keys.managed.revoke(id);
  await page.sees('main.sign-in');
  t.strictSame(page.complaints, []);
});
