import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { ManagedKeyView } from '@whatsapp-service/shared/api/managed-key-view.ts';
import { cpSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { profile } from '../support/backup-samples.ts';
import { cli } from '../support/cli.ts';
import { testApiKey } from '../support/service-process.ts';
import { TimedLab } from '../support/timed-lab.ts';

const timed = await TimedLab.open();
t.teardown(() => timed.close());
const { lab, service } = timed;
const env = { WHATSAPP_SERVICE_URL: service.url, WHATSAPP_SERVICE_KEY: testApiKey };
const id = 'fx-behaves-1';
await service.api('POST', '/api/v1/sessions', { session_id: id });
await service.waitForStatus(id, 'connected');
await service.command(id, 'stop');
await service.waitForSession(id, ({ state }) => state === 'stopped');
// The fixture's workers have no browser that would make a profile.
cpSync(t.testdir(profile), lab.profileOf(id), { recursive: true });

let backupId = '';

await t.test('backup create makes one of a session, and says that it is not encrypted', async (t) => {
  const made = await cli(['backup', 'create', id], { env });
  t.equal(made.code, 0, made.stderr);
  backupId = /^Made: (\S+), \d/.exec(made.stdout)?.[1] ?? '';
  t.match(backupId, /^\d{8}T\d{9}Z-fx-behaves-1$/);
  t.match(made.stderr, /not encrypted, since BACKUP_KEY is not set/);
  t.match(JSON.parse((await cli(['backup', 'create', '--all', '--json'], { env })).stdout), { sessions: 1 });
  t.match(await cli(['backup', 'create', 'nobody'], { env }), { code: 4, stderr: /SUP_SESSION_NOT_FOUND/ });
  for (const args of [[], [id, '--all'], ['../etc']]) t.match(await cli(['backup', 'create', ...args], { env }), { code: 2, stdout: '' });
});

await t.test('backup list is a table, or JSON', async (t) => {
  const { stdout } = await cli(['backup'], { env });
  t.match(stdout, /^BACKUP +SESSION +CREATED +SIZE +CONNECTED +ENCRYPTED +FAULT$/m);
  t.match(stdout, new RegExp(`^${backupId} +${id} +\\S+ +\\S+ \\S+ +no +no$`, 'm'));
  const { backups } = JSON.parse((await cli(['backup', 'list', '--session', id, '--json'], { env })).stdout) as { backups: BackupView[] };
  t.ok(backups.some((each) => each.id === backupId));
  t.equal((await cli(['backup', 'list', '--session', 'nobody'], { env })).stdout, 'There are no such backups.\n');
});

await t.test('backup verify says what is in it, and what is wrong with it', async (t) => {
  t.match(await cli(['backup', 'verify', backupId], { env }), { code: 0, stdout: /is well: 7 files, / });
  t.match(await cli(['backup', 'verify', 'nonsense'], { env }), { code: 2, stderr: /"backup list" shows/ });
  const damaged = backupId.replace(/^\d{4}/, '2020');
  const folder = join(lab.dataDir, 'backups');
  cpSync(join(folder, `${backupId}.wabackup`), join(folder, `${damaged}.wabackup`));
  truncateSync(join(folder, `${damaged}.wabackup`), 300);
  t.match(await cli(['backup', 'verify', damaged], { env }), { code: 4, stderr: /SUP_BACKUP_UNUSABLE/ });
});

await t.test('restore asks, puts it in place, and starts the session where that is wanted', async (t) => {
  t.match(await cli(['restore', backupId], { env }), {
    code: 2,
    stderr: /its present profile is moved aside\. Go on\? Nobody can be asked/,
  });
  t.match(await cli(['restore', backupId], { env, types: 'n\n' }), { code: 1, stderr: /Nothing was done/ });
  t.strictSame(await lab.quarantined(), []);
  t.match(await cli(['restore', backupId], { env, types: 'y\n' }), {
    code: 0,
    stdout: /is stopped\. "sessions start fx-behaves-1" uses it\.$/m,
  });
  t.equal((await lab.quarantined()).length, 2, 'a profile and its note');
  t.match(JSON.parse((await cli(['restore', backupId, '--yes', '--start', '--json'], { env })).stdout), { session_id: id });
  await service.waitForStatus(id, 'connected');
  t.match(await cli(['restore', backupId, '--yes'], { env }), { code: 4, stderr: /SUP_SESSION_NOT_STOPPED/ });
});

await t.test('keys are made, listed and revoked', async (t) => {
  t.equal((await cli(['keys'], { env })).stdout, 'There are no managed keys.\n');
  const made = await cli(
    ['keys', 'create', 'Shops', '--scope', 'read', '--scope', 'send', '--prefix', 'shop_', '--expires', '2100-01-31T12:00:00Z'],
    { env },
  );
  t.equal(made.code, 0, made.stderr);
  t.match(made.stdout, /^wak_\S+\n$/, 'nothing but the key, for scripts');
});

await t.test('a key’s name is checked by the service, its scopes here', async (t) => {
  t.match(await cli(['keys', 'create', 'Shop'], { env }), { code: 2, stderr: /--scope/ });
  t.match(await cli(['keys', 'create', 'Shop', '--scope', 'everything'], { env }), { code: 2, stderr: /one of read, send, manage, admin/ });
  const { stdout, stderr } = await cli(['keys', 'create', 'Shop 7', '--scope', 'read', '--json'], { env });
  const { id: keyId, key } = JSON.parse(stdout) as ManagedKeyView & { key: string };
  t.match(stderr, /not shown again/);
  t.equal((await cli(['sessions'], { env: { ...env, WHATSAPP_SERVICE_KEY: key } })).code, 0);
  t.match((await cli(['keys', 'list'], { env })).stdout, new RegExp(`^${keyId} +Shop 7 +read +all +\\S+ +never `, 'm'));
  t.match(await cli(['keys', 'revoke', keyId], { env }), {
    code: 2,
    stderr: /\(Shop 7\) is refused from then on\. Go on\? Nobody can be asked/,
  });
  t.match(await cli(['keys', 'revoke', keyId], { env, types: 'y\n' }), { code: 0, stdout: `Revoked: ${keyId}.\n` });
  t.match(await cli(['sessions'], { env: { ...env, WHATSAPP_SERVICE_KEY: key } }), { code: 4, stderr: /SUP_UNAUTHORIZED/ });
  t.match(await cli(['keys', 'revoke', keyId, '--yes'], { env }), { code: 4, stderr: /SUP_KEY_NOT_FOUND/ });
  t.match(await cli(['keys', 'revoke', '../etc', '--yes'], { env }), { code: 2 });
});
