import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { databaseLog } from '../../../support/backup-samples.ts';
import { backupLab } from '../../../support/backup-lab.ts';

/** A lab with one backup of "shop", whose profile has changed since. */
async function withBackup(t: Test) {
  const lab = backupLab(t);
  const { id } = await lab.maker.create('shop');
  const log = join(lab.authDir, 'session-shop', databaseLog);
  appendFileSync(log, ' and what came later');
  /** Whether nothing of the profile was changed, and nothing is left over. */
  const isUntouched = (): boolean =>
    readFileSync(log, 'utf8') === 'noise keys and what came later' &&
    readdirSync(lab.authDir).every((name) => !name.startsWith('.restore'));
  return { ...lab, id, log, isUntouched };
}

t.test('a backup takes the place of the profile, which is in the quarantine with the reason', async (t) => {
  const { authDir, id, log, quarantined, restorer, sessions, told } = await withBackup(t);
  sessions.set('shop', { state: 'unlinked', linked: 'no', connectedSinceMs: null });
  t.equal(await restorer.restore(id), 'shop');
  t.equal(readFileSync(log, 'utf8'), 'noise keys');
  t.match(sessions.get('shop'), { state: 'stopped', linked: 'yes' });
  const [name = ''] = quarantined();
  t.equal(readFileSync(join(authDir, 'quarantine', name, databaseLog), 'utf8'), 'noise keys and what came later');
  t.match(readFileSync(join(authDir, 'quarantine', `${name}.json`), 'utf8'), `Backup ${id} was put in its place.`);
  t.match(told.at(-1), { type: 'backup.restored', sessionId: 'shop', data: { backup_id: id } });
});

t.test('it is refused over a session that is at work, whatever it does', async (t) => {
  const { id, isUntouched, restorer, sessions } = await withBackup(t);
  const live: SessionState[] = [
    'queued',
    'starting',
    'pairing',
    'authenticating',
    'connected',
    'reconnecting',
    'unresponsive',
    'stopping',
    'logging_out',
    'backoff',
    'adopting',
  ];
  for (const state of live) {
    sessions.set('shop', { state, linked: 'yes', connectedSinceMs: null });
    await t.rejects(restorer.restore(id), { code: 'SUP_SESSION_NOT_STOPPED', message: new RegExp(state) }, state);
    t.ok(isUntouched(), state);
  }
});

t.test('nor over one that starts, or is being deleted, while the backup is read', async (t) => {
  const { busy, id, isUntouched, onWorked, quarantined, restorer, sessions } = await withBackup(t);
  onWorked(() => void sessions.set('shop', { state: 'queued', linked: 'yes', connectedSinceMs: null }));
  await t.rejects(restorer.restore(id), { code: 'SUP_SESSION_NOT_STOPPED' });
  t.ok(isUntouched());
  sessions.set('shop', { state: 'stopped', linked: 'yes', connectedSinceMs: null });
  onWorked(() => void busy.add('shop'));
  await t.rejects(restorer.restore(id), { code: 'SUP_SESSION_BUSY' });
  t.ok(isUntouched());
  t.strictSame(quarantined(), []);
});

t.test('nor for one that is deleted while the backup is read: it does not come back', async (t) => {
  const { id, isUntouched, onWorked, quarantined, restorer, sessions } = await withBackup(t);
  onWorked(() => void sessions.delete('shop'));
  await t.rejects(restorer.restore(id), { code: 'SUP_SESSION_NOT_FOUND' });
  await t.rejects(restorer.restore(id, { automatic: true }), { code: 'SUP_SESSION_NOT_FOUND' }, 'nor is it made anew by itself');
  t.notOk(sessions.has('shop'));
  t.ok(isUntouched());
  t.strictSame(quarantined(), []);
});

t.test('nor while a process still uses the profile, although the session is stopped', async (t) => {
  const { id, isUntouched, quarantined, restorer, users } = await withBackup(t);
  users.push(4_711);
  await t.rejects(restorer.restore(id), { code: 'SUP_BACKUP_FAILED', message: /cannot be moved to the quarantine/ });
  t.ok(isUntouched());
  users.pop();
  t.strictSame(quarantined(), [], 'nothing is owed: the profile stays once the process is gone');
  await restorer.restore(id);
  t.equal(quarantined().length, 2);
});

t.test('a bad backup changes nothing', async (t) => {
  const { id, isUntouched, quarantined, restorer, store } = await withBackup(t);
  const path = store.pathOf(id);
  const size = readFileSync(path).length;
  copyFileSync(path, store.pathOf('20261123T160000000Z-shop'));
  await t.rejects(restorer.restore('20261123T160000000Z-shop'), { code: 'SUP_BACKUP_UNUSABLE', message: /another time/ });
  truncateSync(path, size - 1);
  await t.rejects(restorer.verify(id), { code: 'SUP_BACKUP_UNUSABLE' });
  await t.rejects(restorer.restore(id), { code: 'SUP_BACKUP_UNUSABLE', message: /Nothing was changed/ });
  writeFileSync(path, 'of another program');
  await t.rejects(restorer.restore(id), { code: 'SUP_BACKUP_UNUSABLE' });
  await t.rejects(restorer.restore('20200101T000000000Z-shop'), { code: 'SUP_BACKUP_NOT_FOUND' });
  t.ok(isUntouched());
  t.strictSame(quarantined(), []);
});

t.test('on a machine that does not know the session it is created, unless there are too many', async (t) => {
  const { authDir, id, restorer, sessions } = await withBackup(t);
  sessions.delete('shop');
  sessions.set('a', { state: 'stopped', linked: 'no', connectedSinceMs: null });
  sessions.set('b', { state: 'stopped', linked: 'no', connectedSinceMs: null });
  await t.rejects(restorer.restore(id), { code: 'SUP_TOO_MANY_SESSIONS' });
  sessions.delete('b');
  await restorer.restore(id);
  t.match(sessions.get('shop'), { state: 'stopped', linked: 'yes' });
  t.ok(existsSync(join(authDir, 'session-shop', databaseLog)));
});
