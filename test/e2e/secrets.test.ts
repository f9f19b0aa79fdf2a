import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import t from 'tap';
import { cli } from '../support/cli.ts';
import { Lab } from '../support/lab.ts';
import { testApiKey } from '../support/service-process.ts';
import { StatusPage } from '../support/status-page.ts';
import { openReceiver } from '../support/webhook-lab.ts';

const secretOf = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const [settingsSecret, ownSecret] = [secretOf(), secretOf()];
const backupKey = `backup-key-${randomBytes(12).toString('hex')}`;
const wrongKey = `wrong-key-${randomBytes(12).toString('hex')}`;
/** In every text that is sent or received here. */
const marker = `body-${randomBytes(9).toString('hex')}`;

const lab = await Lab.open();
const receiver = await openReceiver(t);
const service = await lab.startService({
  LOG_LEVEL: 'trace',
  BACKUP_KEY: backupKey,
  WEBHOOK_URL: receiver.url,
  WEBHOOK_SECRET: settingsSecret,
  WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
  START_STATE_TIMEOUT_MS: '4000',
  START_AUTHENTICATE_TIMEOUT_MS: '2500',
});
const page = await StatusPage.open(service.url);
const console: string[] = [];
page.page.on('console', (message) => console.push(message.text()));
t.teardown(async () => {
  await page.close();
  await lab.close();
});

/** What nobody but whom it was given to may ever read, by what it is. */
const secrets = new Map<string, string>([
  ['the key of the settings', testApiKey],
  ['the secret of the settings’ webhook', settingsSecret],
  ['the secret of a webhook', ownSecret],
  ['BACKUP_KEY', backupKey],
  ['a key that was refused', wrongKey],
  ['the text of a message', marker],
]);
/** Where something was written, and what. */
const written = new Map<string, string>();
const friend = lab.newPhone();
const phone = await lab.link(service, 'shop');
await lab.waitForLinkOnDisk('shop');
secrets.set('the account’s phone number', phone.number);
secrets.set('a contact’s phone number', friend.number);
secrets.set('a number that nobody has', '15559999999');

await t.test('messages go in both directions, are refused, and are told to webhooks', async (t) => {
  const send = async (body: object, headers = {}) => service.api('POST', '/api/v1/sessions/shop/messages', body, headers);
  t.equal((await service.api('POST', '/api/v1/webhooks', { url: receiver.url, secret: ownSecret })).status, 201);
  t.equal((await send({ to: `+${friend.number}`, text: marker }, { 'idempotency-key': 'order-1' })).status, 201);
  t.equal((await send({ to: `+${friend.number}`, text: `${marker} again` }, { 'idempotency-key': 'order-1' })).status, 422);
  await friend.waitForMessage(({ body }) => body === marker);
  friend.send(phone.number, `${marker} back`);
  await service.waitForEvent(({ type }) => type === 'message.received');
  t.equal((await send({ to: '+15559999999', text: marker })).status, 422, 'nobody has this number');
  t.equal((await send({ to: friend.number, txet: marker })).status, 400);
  t.equal((await send({ to: marker, text: marker })).status, 400);
  const cut = await service.fetch('/api/v1/sessions/shop/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"to":"${friend.number}","text":"${marker}`,
  });
  t.equal(cut.status, 400);
  t.equal(
    (await service.api('POST', '/api/v1/sessions/shop/messages/bulk', { recipients: [`+${friend.number}`], text: marker })).status,
    202,
  );
  await service.waitForEvent(({ type }) => type === 'message.bulk_ended');
});

await t.test('keys are made, used, revoked and refused', async (t) => {
  const { body } = await service.api<{ id: string; key: string }>('POST', '/api/v1/keys', { name: 'Shop', scopes: ['read'] });
  secrets.set('a managed key', body.key);
  t.equal((await service.api('GET', '/api/v1/sessions', undefined, { 'x-api-key': body.key })).status, 200);
  t.equal((await service.api('POST', '/api/v1/sessions/shop/stop', undefined, { 'x-api-key': body.key })).status, 403);
  t.equal((await service.api('DELETE', `/api/v1/keys/${body.id}`)).status, 204);
  t.equal((await service.api('GET', '/api/v1/sessions', undefined, { 'x-api-key': body.key })).status, 401);
  t.equal((await service.api('GET', '/api/v1/sessions', undefined, { 'x-api-key': wrongKey })).status, 401);
  t.equal((await service.api('GET', `/api/v1/sessions?api_key=${testApiKey}`, undefined, { 'x-api-key': wrongKey })).status, 401);
  t.equal(
    (await service.api('GET', `/openapi.json`, undefined, { 'x-api-key': '', authorization: `Basic ${btoa(`a:${wrongKey}`)}` })).status,
    401,
  );
  t.equal((await service.api('POST', '/api/v1/sign-in', { api_key: wrongKey })).status, 401);
});

await t.test('the page is signed in to, and shows the account', async (t) => {
  await page.type('API key', wrongKey);
  await page.press('Sign in');
  await page.says(/This is not one of the service’s API keys/);
  await page.signIn(testApiKey);
  await page.goTo('#/sessions/shop');
  await page.says(/Recent events[^]*message\.received/);
  await page.goTo('#/logs');
  await page.says(/Session/);
  t.strictSame(page.complaints, []);
});

await t.test('a backup is made, and a start fails', async (t) => {
  const made = await service.api<{ id: string }>('POST', '/api/v1/backups', { session_id: 'shop' });
  t.equal(made.status, 201);
  t.equal((await service.api('POST', `/api/v1/backups/${made.body.id}/verify`)).status, 200);
  lab.simulator.faults.set({ syncDelayMs: 60_000 });
  const after = await service.lastSeq();
  await service.command('shop', 'restart');
  await service.waitForEvent(({ data }) => data['to'] === 'backoff', { after, timeoutMs: 60_000 });
  const [bundle] = (await service.timeline('shop')).bundles;
  const answer = await service.api<object>('GET', `/api/v1/sessions/shop/timeline/bundles/${bundle?.id}`);
  t.equal(answer.status, 200);
  written.set('the support bundle', JSON.stringify({ ...answer.body, screenshot_png_base64: '' }));
  lab.simulator.faults.clear();
  await service.waitForStatus('shop', 'connected');
});

await t.test('what tells of the service is gathered', async (t) => {
  const told = JSON.stringify([await service.events(), await service.session('shop')]);
  for (const what of ['the text of a message', 'the account’s phone number'])
    t.ok(told.includes(secrets.get(what) ?? '?'), `${what} is where it belongs`);
  written.set('/metrics', (await service.api<string>('GET', '/metrics')).body);
  written.set('/service', JSON.stringify(await service.info()));
  written.set('/service/logs', JSON.stringify((await service.api('GET', '/api/v1/service/logs?limit=1000')).body));
  written.set('/webhooks', JSON.stringify((await service.api('GET', '/api/v1/webhooks')).body));
  const env = {
    WHATSAPP_SERVICE_URL: service.url,
    WHATSAPP_SERVICE_API_KEY: testApiKey,
    API_KEYS: testApiKey,
    BACKUP_KEY: backupKey,
    ...strings(lab.env),
  };
  for (const args of [
    ['status'],
    ['logs'],
    ['doctor'],
    ['keys', 'list'],
    ['backup', 'list'],
    ['status', '--json'],
    ['no-such-command', wrongKey],
  ]) {
    const { stdout, stderr } = await cli(args, { env });
    t.ok(`${stdout}${stderr}`.length > 20, args.join(' '));
    written.set(`the command ${args[0]}`, `${stdout}${stderr}`.replaceAll(wrongKey, ''));
  }
});

await t.test('files are for their owner alone', async (t) => {
  const wide = [lab.authDir, lab.dataDir, join(lab.folder, 'cache')]
    .flatMap((folder) => [folder, ...below(folder)])
    .filter((path) => {
      const { mode } = statSync(path, { throwIfNoEntry: false }) ?? { mode: 0 };
      return (mode & 0o077) !== 0;
    });
  t.strictSame(
    wide
      .map((path) => relative(lab.folder, path))
      .toSorted()
      .slice(0, 30),
    [],
  );
});

await t.test('nothing that was written has a secret, a number or a text in it', async (t) => {
  await service.stop();
  t.ok(written.size > 10, `${written.size} places are looked through`);
  written.set('the console of the page', console.join('\n'));
  written.set('the output', service.output);
  const logs = below(lab.dataDir).filter((path) => /\.(log|json)$|logs/.test(relative(lab.dataDir, path)) && statSync(path).isFile());
  t.ok(logs.length > 0, 'there are files of the log');
  for (const path of logs) written.set(relative(lab.folder, path), readFileSync(path, 'utf8'));
  t.match(service.output, /"level":"trace"|"level":10|"level":"debug"/, 'it wrote all that it ever writes');
  for (const [where, text] of written) {
    for (const [what, secret] of secrets) t.notOk(text.includes(secret), `${what} is not in ${where}`, { found: around(text, secret) });
  }
});

/** All files and folders below a folder. */
function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return at === -1 ? '' : text.slice(Math.max(0, at - 200), at + 100);
}

function strings(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
