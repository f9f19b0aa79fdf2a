import t from 'tap';
import { freePort } from '../../scripts/service/free-port.ts';
import { Lab } from '../support/lab.ts';
import { picture } from '../support/media-samples.ts';
import { ServiceProcess, testApiKey } from '../support/service-process.ts';
import { StatusPage } from '../support/status-page.ts';
import { openProxy } from '../support/whole-path-proxy.ts';

const basePath = '/tools/whatsapp';
const lab = await Lab.open();
const port = await freePort();
const service = await ServiceProcess.launch({ ...lab.env, PORT: String(port), BASE_PATH: basePath });
const phone = lab.newPhone();
const proxy = await openProxy(basePath, port);
const page = await StatusPage.open(proxy.url);
t.teardown(async () => {
  await page.close();
  await service.stop();
  await proxy.close();
  await lab.close();
});

await t.test('behind a proxy that has other programs beside it, the page signs in and links an account', async (t) => {
  t.equal(service.url, `http://127.0.0.1:${port}${basePath}`, 'where it listens is told with the path');
  await page.signIn(testApiKey);
  t.match(await page.page.browserContext().cookies(), [{ path: `${basePath}/`, httpOnly: true, sameSite: 'Strict' }]);
  await page.press('Connect an account');
  await page.type('Session id', 'user_1_main');
  await page.press('Show the code');
  await page.sees('.qr img');
  await lab.scan(service, 'user_1_main', phone);
  await page.page.waitForSelector('dialog', { hidden: true });
  await page.says(/user_1_main[^]*Connected/);
});

await t.test('a session’s page and the log are there', async () => {
  await page.press('user_1_main');
  await page.says(/Timeline[^]*launching/);
  await page.press('Take a screenshot');
  await page.sees('img.screenshot');
  await page.goTo('#/logs');
  await page.says(/The service listens on/);
});

await t.test('the file of a message is where its event says, under the host’s name', async (t) => {
  const bytes = picture(2, 2);
  lab.newPhone().sendMedia(phone.number, { type: 'image', mimetype: 'image/png', bytes });
  const { data } = await service.waitForEvent(({ type }) => type === 'message.received');
  const { url } = Object(data['media']) as { url: string };
  t.match(url, new RegExp(`^${basePath}/api/v1/sessions/user_1_main/messages/`));
  const headers = { 'x-api-key': testApiKey };
  const file = await fetch(new URL(url, proxy.url), { headers, signal: AbortSignal.timeout(20_000) });
  t.ok(Buffer.from(await file.arrayBuffer()).equals(bytes));
});

await t.test('a restart is followed, and nothing was asked of the other programs', async (t) => {
  await page.press('Restart');
  await page.says(/no session will be disconnected/i);
  await page.press('Proceed');
  await page.says(/✓ user_1_main, was connected all the time/, 60_000);
  t.strictSame(proxy.strays, []);
  t.strictSame(page.elsewhere, []);
  t.strictSame(page.complaints, []);
});
