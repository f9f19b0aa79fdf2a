import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { backupIdOf, parseBackupId } from '@whatsapp-service/supervisor/backup/backup-id.ts';
import { BackupStore } from '@whatsapp-service/supervisor/backup/backup-store.ts';
import { expiredBackups } from '@whatsapp-service/supervisor/backup/expired-backups.ts';
import { listBackups } from '@whatsapp-service/supervisor/backup/list-backups.ts';
import { leftoversIn, removeLeftovers } from '@whatsapp-service/supervisor/backup/remove-leftovers.ts';
import { fileOf, forge, identity, manifestOf } from '../../../support/backup-samples.ts';

const hourMs = 3_600_000;

t.test('an id says whose backup it is and of when, and nothing else is one', async (t) => {
  const id = backupIdOf(identity);
  t.equal(id, '20261123T160000000Z-shop');
  t.strictSame(parseBackupId(id), identity);
  for (const bad of [
    '',
    'shop',
    `../${id}`,
    `${id}/..`,
    `${id}.x`,
    '20261323T160000000Z-shop',
    '20261123T160000000Z-',
    `${id}\0`,
    `20261123T160000000Z-${'x'.repeat(65)}`,
  ]) {
    t.equal(parseBackupId(bad), undefined, JSON.stringify(bad));
  }
});

t.test('the folder is listed the newest first, in pages, by session; other files are none of it', async (t) => {
  const folder = t.testdir({ 'readme.txt': 'x', '20261123T160000000Z-shop.wabackup.partial': 'x', 'x.wabackup': 'x' });
  const store = new BackupStore(folder);
  for (const hours of [0, 1, 2])
    writeFileSync(store.pathOf(backupIdOf({ ...identity, createdMs: identity.createdMs + hours * hourMs })), 'foreign');
  await forge(store.pathOf(backupIdOf({ ...identity, sessionId: 'other' })), [manifestOf([fileOf('Default/IndexedDB/a', 'x')])]);
  const first = await listBackups(store, { limit: 3, after: null });
  t.strictSame(
    first.backups.map(({ id }) => id),
    ['20261123T180000000Z-shop', '20261123T170000000Z-shop', '20261123T160000000Z-shop'],
  );
  t.match(first.backups[0], { session_id: 'shop', bytes: 7, encrypted: null, fault: /no backup of this service/ });
  const second = await listBackups(store, { limit: 3, after: first.last });
  t.match(second, { backups: [{ session_id: 'other', encrypted: false, fault: null }], last: null });
  t.equal((await listBackups(store, { limit: 9, after: null, sessionId: 'other' })).backups.length, 1);
  t.strictSame((await listBackups(new BackupStore(join(folder, 'nowhere')), { limit: 9, after: null })).backups, []);
});

t.test('beyond so many, the oldest of the session go, and of no other', async (t) => {
  const store = new BackupStore(t.testdir({}));
  const ids = [0, 1, 2, 3].map((hours) => backupIdOf({ ...identity, createdMs: identity.createdMs + hours * hourMs }));
  const other = backupIdOf({ ...identity, sessionId: 'shop2' });
  for (const id of [...ids, other]) writeFileSync(store.pathOf(id), 'x');
  t.strictSame(await store.prune('shop', { count: 0, ageMs: 0 }, 0), [], 'zero keeps all');
  t.strictSame(await store.prune('shop', { count: 2, ageMs: 0 }, 0), [ids[1], ids[0]]);
  t.strictSame(await store.ids(), [ids[3], ids[2], other]);
  await store.remove(ids[3] ?? '');
  await t.rejects(store.remove(ids[3] ?? ''), { code: 'SUP_BACKUP_NOT_FOUND' });
  await t.rejects(store.view(ids[3] ?? ''), { code: 'SUP_BACKUP_NOT_FOUND' });
  await t.rejects(store.view('../../etc/passwd'), { code: 'SUP_BACKUP_NOT_FOUND' });
});

t.test('the newest whose login is known to have worked stays, however many came after it', async (t) => {
  const store = new BackupStore(t.testdir({}));
  const ids = [0, 1, 2, 3].map((hours) => backupIdOf({ ...identity, createdMs: identity.createdMs + hours * hourMs }));
  const content = [manifestOf([fileOf('Default/IndexedDB/a', 'x')])];
  for (const [at, id] of ids.entries()) await forge(store.pathOf(id), content, at < 2);
  t.match(await store.view(ids[1] ?? ''), { connected: true });
  t.strictSame(await store.prune('shop', { count: 1, ageMs: 0 }, 0), [ids[2], ids[0]]);
  t.strictSame(await store.prune('shop', { count: 1, ageMs: 0 }, 0), [], 'nor is it removed the next time');
  await forge(store.pathOf(ids[3] ?? ''), content, true);
  t.strictSame(await store.prune('shop', { count: 1, ageMs: 0 }, 0), [ids[1]], 'a newer one takes its place');
});

t.test('what a killed service left half done goes, and nothing else', async (t) => {
  const uuid = '01234567-89ab-cdef-0123-456789abcdef';
  const kept = { 'session-shop': { Default: { key: 'x' } }, '20261123T160000000Z-shop.wabackup': 'x', '.restore-me': 'x' };
  const left = { [`.staging-${uuid}`]: { a: 'x' }, [`.restore-${uuid}`]: { a: 'x' }, '20261123T170000000Z-shop.wabackup.partial': 'x' };
  const folder = t.testdir({ ...kept, ...left });
  const found = await leftoversIn(folder);
  const ownDraft = '20261123T180000000Z-shop.wabackup.partial';
  writeFileSync(join(folder, ownDraft), 'a backup that was begun since');
  await removeLeftovers(found);
  t.strictSame(readdirSync(folder).toSorted(), [...Object.keys(kept), ownDraft].toSorted());
  t.equal(readFileSync(join(folder, 'session-shop/Default/key'), 'utf8'), 'x');
});

t.test('the age of a backup ends it, but never the newest, nor the newest that is known to have worked', (t) => {
  const day = 86_400_000;
  const ids = [10, 9, 5, 2].map((atDay) => backupIdOf({ sessionId: 'shop', createdMs: atDay * day }));
  const [newest, second, third, oldest] = ids;
  const expired = (ageDays: number, nowDay: number, proven = newest) =>
    expiredBackups(ids, { count: 0, ageMs: ageDays * day }, proven, nowDay * day);
  t.strictSame(expired(3, 10), [third, oldest]);
  t.strictSame(expired(3, 10, third), [oldest]);
  t.strictSame(expired(3, 100), [second, third, oldest]);
  t.strictSame(expired(0, 100), []);
  t.strictSame(expiredBackups(ids, { count: 1, ageMs: 3 * day }, oldest, 10 * day), [second, third]);
  t.end();
});
