import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import { ProfileLock } from '@whatsapp-service/worker/browser/profile-lock.ts';

const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
const own = identify(process.pid);
const first = identify(1);

function write(folder: string, content: unknown): string {
  const path = join(folder, '.session-s1.lock');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

await t.test('a lock says who holds the profile, and is gone once released', async (t) => {
  const folder = t.testdir();
  const lock = await ProfileLock.acquire(folder, 's1', 0);
  const path = join(folder, '.session-s1.lock');
  t.match(JSON.parse(readFileSync(path, 'utf8')), { bootId, owner: own, browser: null });
  lock.noteBrowser({ pid: 4711, startTime: '1' });
  t.match(JSON.parse(readFileSync(path, 'utf8')), { owner: own, browser: { pid: 4711, startTime: '1' } });
  lock.release();
  t.notOk(existsSync(path));
  lock.release();
  lock.noteBrowser({ pid: 4711, startTime: '1' });
  t.notOk(existsSync(path), 'a released lock is not written again');
});

await t.test('a live holder keeps others out, and is named', async (t) => {
  const folder = t.testdir();
  const path = write(folder, { bootId, owner: first, browser: null });
  await t.rejects(ProfileLock.acquire(folder, 's1', 120), { code: 'WRK_PROFILE_IN_USE', message: /session "s1".*process 1,.*120 ms/ });
  t.ok(existsSync(path), 'its lock is untouched');
});

await t.test('a dead worker whose browser still lives keeps others out', async (t) => {
  const folder = t.testdir();
  write(folder, { bootId, owner: { pid: 1, startTime: '1' }, browser: first });
  await t.rejects(ProfileLock.acquire(folder, 's1', 120), { code: 'WRK_PROFILE_IN_USE' });
});

for (const [what, content] of [
  ['of a process that has ended', { bootId, owner: { pid: 2 ** 22 - 1, startTime: '1' }, browser: null }],
  ['of an earlier process with the same pid', { bootId, owner: { pid: 1, startTime: '999999999' }, browser: null }],
  ['of an earlier boot', { bootId: 'another', owner: first, browser: null }],
  ['that is no lock at all', 'garbage'],
  ['that is empty', ''],
] as const) {
  await t.test(`a lock ${what} is stale`, async (t) => {
    const folder = t.testdir();
    write(folder, content);
    const lock = await ProfileLock.acquire(folder, 's1', 0);
    t.match(JSON.parse(readFileSync(join(folder, '.session-s1.lock'), 'utf8')), { owner: own });
    lock.release();
  });
}

await t.test('an id that could leave the folder names no lock', async (t) => {
  await t.rejects(ProfileLock.acquire(t.testdir(), '../s1', 0), TypeError);
});
