import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { ruinProfile } from '../support/ruin-profile.ts';

const env = { BACKUP_KEY: 'a-key-of-more-than-16-characters' };

t.test('backups of a session that runs', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const service = await lab.startService(env);
  const phone = await lab.link(service, 'shop');
  // While the session goes on: it was linked a moment ago, so half of it is still in Chromium's memory.
  const made = await service.api<BackupView>('POST', '/api/v1/backups', { session_id: 'shop' });
  t.match(made, { status: 201, body: { session_id: 'shop', encrypted: true, fault: null } });
  const path = `/api/v1/backups/${made.body.id}`;

  await t.test('it is listed, it verifies, and the session went on', async (t) => {
    t.match(await service.api('GET', '/api/v1/backups?session_id=shop'), { body: { backups: [made.body], next_cursor: null } });
    t.match(await service.api('POST', `${path}/verify`), { status: 200, body: { backup: made.body, files: Number } });
    t.match(await service.session('shop'), { status: 'connected', restarts: 0 });
    t.equal(lab.connectsOf(phone), 1);
  });

  await t.test('it is not put over the session that runs', async (t) => {
    t.match(await service.api('POST', `${path}/restore`), { status: 409, body: { code: 'SUP_SESSION_NOT_STOPPED' } });
    t.match(await service.session('shop'), { status: 'connected', restarts: 0 });
  });

  await t.test('put in the place of a ruined profile it connects, without a QR code', async (t) => {
    await service.command('shop', 'stop');
    await service.waitForSession('shop', ({ state }) => state === 'stopped');
    await ruinProfile(lab.profileOf('shop'));
    t.match(await service.api('POST', `${path}/restore`), { status: 200, body: { state: 'stopped', reason: { code: 'backup_restored' } } });
    t.ok((await lab.quarantined()).some((name) => name.endsWith('-session-shop')));
    await service.command('shop', 'start');
    await service.waitForStatus('shop', 'connected');
    t.match(await service.session('shop'), { phone: phone.number });
    const types = (await service.events('shop')).map(({ type }) => type).filter((type) => type.startsWith('backup.'));
    t.strictSame(types, ['backup.created', 'backup.restored']);
  });

  await t.test('the end of the service is not held up by one that is being made', async (t) => {
    // The session is connected since a moment ago: the backup waits for it.
    const cut = service.api('POST', '/api/v1/backups', { session_id: 'shop' });
    await service.api('GET', '/api/v1/backups');
    t.equal(await service.stop(), 0);
    t.match(await cut, { status: 503 });
  });

  await t.test('on another machine it is the same login', async (t) => {
    const other = join(lab.folder, 'other');
    mkdirSync(join(other, 'data/backups'), { recursive: true });
    copyFileSync(join(lab.dataDir, 'backups', `${made.body.id}.wabackup`), join(other, 'data/backups', `${made.body.id}.wabackup`));
    const second = await lab.startService({ ...env, AUTH_DIR: join(other, 'auth'), DATA_DIR: join(other, 'data') });
    t.equal((await second.api('POST', `${path}/restore`)).status, 200);
    await second.command('shop', 'start');
    await second.waitForStatus('shop', 'connected');
    t.match(await second.session('shop'), { phone: phone.number });
    t.equal((await second.api('DELETE', path)).status, 204);
    t.equal((await second.api('GET', path)).status, 404);
  });
});
