import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { backupIdOf } from '@whatsapp-service/supervisor/backup/backup-id.ts';
import { backupLab } from '../../../support/backup-lab.ts';
import { until } from '../../../support/until.ts';

t.test('a backup is told, and beyond BACKUP_KEEP the oldest goes', async (t) => {
  const { maker, store, told } = backupLab(t);
  const made = [await maker.create('shop'), await maker.create('shop'), await maker.create('shop')];
  t.match(made[0], { session_id: 'shop', encrypted: true, fault: null });
  t.strictSame(await store.ids('shop'), [made[2]?.id, made[1]?.id], 'made in the same millisecond, and still apart');
  t.match(
    told,
    made.map((backup) => ({ type: 'backup.created', sessionId: 'shop', data: { backup_id: backup.id, bytes: backup.bytes } })),
  );
});

t.test('a session without a login is not backed up', async (t) => {
  const { authDir, maker, sessions, store } = backupLab(t);
  await t.rejects(maker.create('nobody'), { code: 'SUP_SESSION_NOT_FOUND' });
  sessions.set('new', { state: 'pairing', linked: 'no', connectedSinceMs: null });
  await t.rejects(maker.create('new'), { code: 'SUP_NOTHING_TO_BACK_UP' });
  rmSync(join(authDir, 'session-shop'), { recursive: true });
  await t.rejects(maker.create('shop'), { code: 'SUP_NOTHING_TO_BACK_UP' });
  t.strictSame(await store.ids(), []);
});

t.test('a link that is some seconds old is waited for: Chromium has half of it in memory', async (t) => {
  const { clock, maker, sessions } = backupLab(t);
  sessions.set('shop', { state: 'connected', linked: 'yes', connectedSinceMs: clock.now() - 4_000 });
  const backup = maker.create('shop');
  await new Promise(setImmediate);
  t.equal(clock.timers, 1);
  clock.advance(6_000);
  t.match(await backup, { created_at: '1970-01-01T00:16:46.000Z' });
});

t.test('nor longer than that, whatever the clock says, and not at all for a session that has ended', async (t) => {
  const { clock, maker, sessions } = backupLab(t);
  sessions.set('shop', { state: 'connected', linked: 'yes', connectedSinceMs: clock.now() + 3_600_000 });
  const backup = maker.create('shop');
  await new Promise(setImmediate);
  clock.advance(10_000);
  t.match(await backup, { session_id: 'shop' });
  sessions.set('shop', { state: 'stopped', linked: 'yes', connectedSinceMs: clock.now() });
  t.match(await maker.create('shop'), { session_id: 'shop' });
});

t.test('so is one that lost its connection at once, or is just about to have it', async (t) => {
  for (const state of ['reconnecting', 'authenticating'] as const) {
    const { clock, maker, sessions } = backupLab(t);
    sessions.set('shop', { state, linked: 'yes', connectedSinceMs: state === 'reconnecting' ? clock.now() : 0 });
    const backup = maker.create('shop');
    await new Promise(setImmediate);
    t.equal(clock.timers, 1, state);
    clock.advance(10_000);
    t.match(await backup, { session_id: 'shop' });
  }
});

t.test('the end of the service waits for no link', async (t) => {
  const { clock, maker, sessions, store } = backupLab(t);
  sessions.set('shop', { state: 'connected', linked: 'yes', connectedSinceMs: clock.now() });
  const backup = t.rejects(maker.create('shop'), { code: 'SUP_BACKUP_FAILED', message: /shutting down/ });
  await new Promise(setImmediate);
  maker.close();
  await backup;
  t.equal(clock.timers, 0);
  t.strictSame(await store.ids(), []);
});

t.test('what is not encrypted does not come near the backups', async (t) => {
  const { authDir, maker, onWorked } = backupLab(t);
  let staging = '';
  onWorked((job) => {
    if (job.kind === 'create') ({ staging } = job);
  });
  await maker.create('shop');
  t.equal(dirname(staging), authDir);
  t.strictSame(readdirSync(authDir), ['session-shop'], 'and is gone');
});

t.test('a disk that refuses is told, and the backups before stay', async (t) => {
  const { clock, maker, store, told } = backupLab(t);
  const { id } = await maker.create('shop');
  const next = backupIdOf({ sessionId: 'shop', createdMs: clock.now() + 1 });
  mkdirSync(`${store.pathOf(next)}.partial`);
  await t.rejects(maker.create('shop'), { code: 'SUP_BACKUP_FAILED', message: /Nothing was changed/ });
  t.match(told.at(-1), { type: 'backup.failed', sessionId: 'shop', data: { message: /could not be backed up/ } });
  t.strictSame(await store.ids(), [id]);
});

t.test('all linked sessions are backed up one after the other', async (t) => {
  const { maker, sessions, told } = backupLab(t);
  sessions.set('new', { state: 'pairing', linked: 'no', connectedSinceMs: null });
  t.equal(await maker.createAll(), 1);
  await t.rejects(maker.createAll(), { code: 'SUP_BACKUP_RUNNING' });
  await until('all are made', () => told.length === 2, 10_000);
  t.strictSame(await maker.runAll(), { made: 1, failed: 0 }, 'another run may begin');
});

t.test('nothing is made in a folder that has the backups of another service', async (t) => {
  const { maker, owner, store } = backupLab(t);
  owner.other = 'that of far-away, since yesterday';
  const refusal = { code: 'SUP_BACKUP_FOLDER_TAKEN', message: /it is that of far-away, since yesterday/ };
  await t.rejects(maker.create('shop'), refusal);
  await t.rejects(maker.createAll(), refusal);
  await t.rejects(maker.runAll(), refusal);
  t.strictSame(await store.ids(), []);
});

t.test('a folder whose owner cannot be told, as on a full disk, is a failure of the backup that is told', async (t) => {
  const { maker, owner, told } = backupLab(t);
  Object.defineProperty(owner, 'other', {
    get() {
      throw new Error('ENOSPC: no space left on device');
    },
  });
  await t.rejects(maker.create('shop'), { code: 'SUP_BACKUP_FAILED', message: /ENOSPC/ });
  t.match(told, [{ type: 'backup.failed', sessionId: 'shop', data: { message: /ENOSPC/ } }]);
});

t.test('one session’s failure is told and counted, and the others are backed up all the same', async (t) => {
  const { authDir, clock, maker, sessions, store, told } = backupLab(t);
  cpSync(join(authDir, 'session-shop'), join(authDir, 'session-broken'), { recursive: true });
  mkdirSync(`${store.pathOf(backupIdOf({ sessionId: 'broken', createdMs: clock.now() }))}.partial`);
  sessions.clear();
  sessions.set('broken', { state: 'stopped', linked: 'yes', connectedSinceMs: null });
  sessions.set('unlinked', { state: 'unlinked', linked: 'no', connectedSinceMs: null });
  sessions.set('shop', { state: 'stopped', linked: 'yes', connectedSinceMs: null });
  t.strictSame(await maker.runAll(), { made: 1, failed: 1 });
  t.equal((await store.ids('shop')).length, 1);
  t.match(
    told.map(({ type, sessionId, data }) => [type, sessionId, data]),
    [
      ['backup.failed', 'broken', {}],
      ['backup.created', 'shop', {}],
      ['service.backups_completed', null, { made: 1, failed: 1 }],
    ],
  );
});
