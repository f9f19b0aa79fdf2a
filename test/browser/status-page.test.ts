import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { freePort } from '../../scripts/service/free-port.ts';
import { Lab } from '../support/lab.ts';
import { readQrPng } from '../support/read-qr-picture.ts';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import { ServiceProcess, testApiKey } from '../support/service-process.ts';
import { StatusPage } from '../support/status-page.ts';
import { until } from '../support/until.ts';
import { openReceiver } from '../support/webhook-lab.ts';

const lab = await Lab.open();
const port = await freePort();
const receiver = await openReceiver(t);
const env = { ...lab.env, PORT: String(port), WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' };
let service = await ServiceProcess.launch(env);
const page = await StatusPage.open(`http://127.0.0.1:${port}`);
const phone = lab.newPhone();
t.teardown(async () => {
  await page.close();
  await service.stop();
  await lab.close();
});

await t.test('a wrong key is told as one, a right one opens the page', async (t) => {
  await page.type('API key', 'wrong-wrong-wrong-wrong');
  await page.press('Sign in');
  await page.says(/This is not one of the service’s API keys/);
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('sign-in');
  await page.signIn(testApiKey);
  await page.says(/There is no session yet/);
  const cookies = await page.page.browserContext().cookies();
  t.match(cookies, [{ httpOnly: true, sameSite: 'Strict' }]);
  t.equal(await page.ask('document.cookie'), '', 'no script of the page sees the cookie');
});

await t.test('an account is connected by the code on the page; the dialog closes by itself', async (t) => {
  await page.press('Connect an account');
  await page.type('Session id', 'user_1_main');
  await page.type('Name (optional)', 'Main');
  await page.press('Show the code');
  await page.sees('.qr img');
  await page.picture('connect');
  t.strictSame(await page.accessibilityFaults(), []);
  // A code may be replaced between the picture and the scan: a person then scans the next one.
  await until('the phone has scanned a code', async () => scan());
  await page.page.waitForSelector('dialog', { hidden: true });
  await page.says(/Main[^]*Connected/);
  await page.picture('sessions');
  t.strictSame(await page.accessibilityFaults(), []);
  t.equal(phone.devices.length, 1);
});

await t.test('a crash and the recovery are seen without a reload', async (t) => {
  await lab.waitForLinkOnDisk('user_1_main');
  process.kill(lab.processesOf('user_1_main').worker.pid, 'SIGKILL');
  await page.holds("document.querySelector('.badge')?.textContent === 'Connecting'");
  await page.holds("document.querySelector('.badge')?.textContent === 'Connected'");
  const { body } = await service.api<{ restarts: number }>('GET', '/api/v1/sessions/user_1_main');
  t.equal(body.restarts, 1);
});

await t.test('a session’s page shows its timeline, its log and its browser, and sends a message', async (t) => {
  const friend = lab.newPhone();
  await page.press('Main');
  t.equal((await placesOfForm()).length, 1, 'what comes in later moves nothing that a person may be about to press');
  await page.type('To', `+${friend.number}`);
  await page.press('Send');
  await page.says(/✓ (Sent|Taken)/);
  await friend.waitForMessage(({ body }) => body === 'This is a test.');
  await page.press('Take a screenshot');
  await page.sees('img.screenshot');
  await page.picture('session');
  t.strictSame(await page.accessibilityFaults(), []);
});

/** Where the form of the test message was, in pixels from the top, from its first appearance until the timeline and the events are there. */
async function placesOfForm(): Promise<number[]> {
  const places = page.ask(`new Promise((resolve) => {
    const places = new Set();
    const look = () => {
      const form = document.querySelector('form.inline');
      if (form !== null) places.add(Math.round(form.getBoundingClientRect().top + scrollY));
      if (/Timeline[^]*launching[^]*Recent events[^]*state_changed/.test(document.body.innerText)) resolve([...places]);
      else requestAnimationFrame(look);
    };
    look();
  })`);
  return (await withDeadline(places, 20_000, 'The session’s page')) as number[];
}

await t.test('a full restart is asked for, followed over the service’s absence, and reported', async (t) => {
  await page.press('Restart');
  await page.press('Everything: the sessions too');
  await page.says(
    /Restart will briefly disconnect 1 active session\(s\)\. They will auto-reconnect in \d+ seconds\. Proceed with restart\?/,
  );
  await page.picture('restart');
  t.strictSame(await page.accessibilityFaults(), []);
  await page.press('Proceed');
  await page.says(/The service is back: 1 restored, 0 failed/, 60_000);
  await page.says(/✓ user_1_main/);
  t.equal(phone.devices.length, 1, 'nobody scanned a code');
  await page.press('Close the report');
});

await t.test('a handover disconnects nobody, and says so before', async (t) => {
  const connects = lab.connectsOf(phone);
  await page.press('Restart');
  await page.says(/no session will be disconnected/i);
  await page.press('Proceed');
  await page.says(/✓ user_1_main, was connected all the time/, 60_000);
  t.equal(lab.connectsOf(phone), connects);
});

await t.test('a backup is made and put back on the page, and nobody scans a code', async (t) => {
  await page.goTo('#/sessions/user_1_main');
  await page.press('Back up user_1_main');
  await page.says(/✓ user_1_main is backed up/);
  const connects = lab.connectsOf(phone);
  await page.sees('[aria-label^="Restore the backup of user_1_main"]');
  const name = await page.ask('document.querySelector(\'[aria-label^="Restore the backup"]\').getAttribute("aria-label")');
  await page.press(String(name));
  await page.press('Restore');
  await page.says(/✓ user_1_main has its login of [^]* again, and is started/, 60_000);
  await page.holds("document.querySelector('.badge')?.textContent === 'Connected'", 60_000);
  t.equal(phone.devices.length, 1, 'it is the same link');
  t.ok(lab.connectsOf(phone) > connects);
});

await t.test('webhooks show what was delivered, and are tried from the page', async (t) => {
  const { status } = await service.api('POST', '/api/v1/webhooks', { url: receiver.url, types: ['session.state_changed'] });
  t.equal(status, 201);
  await page.goTo('#/webhooks');
  await page.says(/On[^]*session\.state_changed/);
  await page.press('Deliveries and dead letters');
  await page.press('Send a test event');
  await page.says(/✓ It answered with 204/);
  t.ok(receiver.received.length > 0);
  await page.says(/There is no dead letter/);
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('webhooks');
  await service.api('POST', '/api/v1/sessions/user_1_main/restart');
  await page.goTo('#/sessions/user_1_main');
  await page.holds("document.querySelector('[aria-label=Deliveries] tbody td.good') !== null");
  await page.says(/Connected/);
});

await t.test('the log has the lines of the restoration, and can be searched', async (t) => {
  await page.goTo('#/logs');
  await page.says(/Session restoration complete: 1 restored, 0 failed/);
  t.strictSame(await page.accessibilityFaults(), []);
  await page.picture('logs');
  await page.type('Search', 'nothing has this in it');
  await page.says(/No line fits/);
});

await t.test('the service view tells versions, storage and the last restoration', async (t) => {
  await page.goTo('#/service');
  await page.says(/whatsapp-web\.js[^]*1\.34\.7[^]*Last restoration[^]*✓ user_1_main/);
  await page.says(/Away before[^]*the service itself/);
  await page.picture('service');
  t.strictSame(await page.accessibilityFaults(), []);
});

await t.test('a session whose files are gone says so, and is linked anew from the page', async (t) => {
  await service.stop();
  await rename(lab.profileOf('user_1_main'), join(lab.folder, 'gone'));
  await page.goTo('#/sessions');
  await page.says(/Connection lost, retrying/);
  await page.press('Sign out');
  await page.says(/You are still signed in: The service was not reached/);
  service = await ServiceProcess.launch(env);
  await page.says(/Disconnected[^]*Auth file/i);
  // What is above the table goes away and moves it.
  await page.holds("document.querySelector('.banner.warn') === null");
  await page.press('Actions for user_1_main');
  await page.press('Reconnect user_1_main');
  await page.press('Reconnect');
  await page.sees('.qr img');
  await until('the phone has scanned a code', async () => scan());
  await page.holds("document.querySelector('table .badge')?.textContent === 'Connected'");
  await page.press('Close');
  t.pass('it is connected again');
});

await t.test('the keyboard is enough', async (t) => {
  await page.ask('document.activeElement?.blur()');
  await tabTo('Connect an account');
  await page.page.keyboard.press('Enter');
  await page.sees('dialog[open]');
  await page.page.keyboard.press('Escape');
  await page.page.waitForSelector('dialog', { hidden: true });
  t.match(await focused(), 'Connect an account', 'the focus is back where it was');
});

await t.test('a cookie that is no longer good leads to the sign-in', async (t) => {
  await page.page.browserContext().deleteCookie(...(await page.page.browserContext().cookies()));
  await page.sees('main.sign-in');
  await page.signIn(testApiKey);
  await page.press('Sign out');
  await page.sees('main.sign-in');
  t.strictSame(page.elsewhere, [], 'nothing was loaded from elsewhere');
  t.strictSame(page.complaints, []);
});

/** Reads the code from the page's picture of it, as a camera does, and scans it; false where it was replaced meanwhile. */
async function scan(): Promise<boolean> {
  const image = await page.page.$('.qr img');
  if (image === null) return phone.devices.length > 0;
  const text = readQrPng(await image.screenshot());
  if (text === undefined) return false;
  return phone.scan(text).then(
    () => true,
    () => false,
  );
}

async function focused(): Promise<string> {
  return String(await page.ask("document.activeElement?.textContent ?? ''"));
}

async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.page.keyboard.press('Tab');
    if ((await focused()) === name) return;
  }
  throw new Error(`The Tab key does not lead to "${name}".`);
}
