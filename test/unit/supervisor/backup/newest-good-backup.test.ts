import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { NewestGoodBackup } from '@whatsapp-service/supervisor/backup/newest-good-backup.ts';
import type { NewestGoodBackupOptions } from '@whatsapp-service/supervisor/backup/newest-good-backup.ts';
import { backupLab } from '../../../support/backup-lab.ts';

function setUp(t: Pick<Test, 'testdir'>, linkedSinceMs?: number) {
  const lab = backupLab(t);
  const facts = new Map<string, unknown>();
  const newest = newestOf({ ...lab, facts, linkedSinceMs });
  const backUp = async (state: 'connected' | 'stopped') => {
    lab.sessions.set('shop', { state, linked: 'yes', connectedSinceMs: 0 });
    const { id } = await lab.maker.create('shop');
    lab.sessions.set('shop', { state: 'unlinked', linked: 'no', connectedSinceMs: null });
    return id;
  };
  return { ...lab, facts, newest, backUp };
}

function newestOf({
  store,
  restorer,
  facts,
  linkedSinceMs,
}: {
  readonly store: NewestGoodBackupOptions['store'];
  readonly restorer: NewestGoodBackupOptions['restorer'];
  readonly facts: { get(name: string): unknown; set(name: string, value: unknown): unknown };
  readonly linkedSinceMs?: number | undefined;
}): NewestGoodBackup {
  return new NewestGoodBackup({
    store,
    restorer,
    facts: { read: (name) => facts.get(name), write: (name, value) => void facts.set(name, value) },
    linkedSinceMs: () => linkedSinceMs,
  });
}

t.test('the newest whose login worked is put in place, before newer ones of which nobody knows', async (t) => {
  const { backUp, newest, told, quarantined } = setUp(t);
  const proven = await backUp('connected');
  await backUp('stopped');
  t.strictSame(await newest.putInPlace('shop'), { backupId: proven });
  t.match(told.at(-1), { type: 'backup.restored', data: { backup_id: proven, automatic: true } });
  t.equal(quarantined().length, 2, 'the profile that was there, and its note');
});

t.test('without one of those it is the newest', async (t) => {
  const { backUp, newest } = setUp(t);
  await backUp('stopped');
  const newer = await backUp('stopped');
  t.strictSame(await newest.putInPlace('shop'), { backupId: newer });
});

t.test('one that is damaged is passed over', async (t) => {
  const { backUp, newest, store } = setUp(t);
  const older = await backUp('connected');
  truncateSync(store.pathOf(await backUp('connected')), 400);
  t.strictSame(await newest.putInPlace('shop'), { backupId: older });
});

t.test('where all are, the newest one’s fault is told', async (t) => {
  const { backUp, newest, store } = setUp(t);
  truncateSync(store.pathOf(await backUp('connected')), 400);
  t.match(await newest.putInPlace('shop'), { why: /^None of its 1 backups can be used; the newest: Backup "\S+" cannot be used: / });
});

t.test('no second one is put in place until the session was connected', async (t) => {
  const { backUp, clock, newest, sessions } = setUp(t);
  const id = await backUp('connected');
  await newest.putInPlace('shop');
  t.strictSame(await newest.putInPlace('shop'), { why: `Backup ${id} was put in its place already, and has not connected.` });
  newest.connected('shop');
  // What is in the quarantine has the time in its name.
  clock.advance(1);
  sessions.set('shop', { state: 'unlinked', linked: 'no', connectedSinceMs: null });
  t.strictSame(await newest.putInPlace('shop'), { backupId: id });
});

t.test('a service that is killed while a backup takes its place does not do it again', async (t) => {
  const { backUp, facts, restorer, store } = setUp(t);
  const id = await backUp('connected');
  const killed = new Error('the service ends here');
  const atTheKill: unknown[] = [];
  const newest = newestOf({
    store,
    facts,
    restorer: {
      restore: async (id, options) => {
        const { beforeReplacing } = options ?? {};
        return restorer.restore(id, {
          ...options,
          beforeReplacing: () => {
            beforeReplacing?.();
            atTheKill.push(facts.get('self_restored shop'));
            throw killed;
          },
        });
      },
    },
  });
  await newest.putInPlace('shop');
  t.strictSame(atTheKill, [id], 'what the next service finds');
});

t.test('where nothing came of it, a later try is the first again', async (t) => {
  const { backUp, facts, newest, users } = setUp(t);
  const id = await backUp('connected');
  users.push(4_711);
  t.match(await newest.putInPlace('shop'), { why: /still use it/ });
  t.not(typeof facts.get('self_restored shop'), 'string');
  users.pop();
  t.strictSame(await newest.putInPlace('shop'), { backupId: id });
});

t.test('nothing is put in place while it cannot be kept that it was', async (t) => {
  const { backUp, quarantined, restorer, store } = setUp(t);
  await backUp('connected');
  const newest = newestOf({ store, restorer, facts: { get: () => undefined, set: () => undefined } });
  t.match(await newest.putInPlace('shop'), { why: /^No backup could be put in its place: .*DATA_DIR refuses/s });
  t.strictSame(quarantined(), []);
});

t.test('one from before the link is left alone: it may be another account’s', async (t) => {
  const { backUp, clock, newest } = setUp(t, 2_000_000);
  t.ok(clock.now() < 2_000_000);
  await backUp('connected');
  t.strictSame(await newest.putInPlace('shop'), { why: 'There is no backup of it from since it was linked.' });
});

t.test('nothing is put over a profile that a process may still use, nor over a session that a person has started', async (t) => {
  const { authDir, backUp, newest, quarantined, sessions, users } = setUp(t);
  await backUp('connected');
  users.push(4_711);
  t.match(await newest.putInPlace('shop'), { why: /processes 4711 still use it/ });
  t.strictSame(quarantined(), []);
  users.pop();
  sessions.set('shop', { state: 'pairing', linked: 'no', connectedSinceMs: null });
  t.match(await newest.putInPlace('shop'), { why: /is pairing; a backup is put in place only of a session that is stopped/ });
  rmSync(join(authDir, 'session-shop'), { recursive: true });
});
