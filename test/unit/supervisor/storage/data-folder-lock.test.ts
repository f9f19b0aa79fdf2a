import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import { lockDataFolder } from '@whatsapp-service/supervisor/storage/data-folder-lock.ts';

const quiet = (): void => undefined;
const short = { unsureMs: 100, endingMs: 10_000 };

t.test('a folder that is taken is refused with the pid of its owner', async (t) => {
  const folder = t.testdir();
  const lock = await lockDataFolder(folder, quiet);
  await t.rejects(lockDataFolder(folder, quiet, short), { code: 'SUP_DATA_FOLDER_TAKEN', message: new RegExp(String(process.pid)) });
  lock.release();
  t.notOk(existsSync(join(folder, 'supervisor.lock')));
  (await lockDataFolder(folder, quiet)).release();
});

t.test('the lock of a process that is gone, or whose pid another has now, is taken over', async (t) => {
  const stale = [JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1' }), JSON.stringify({ pid: process.pid, startTime: '1' }), 'no json', ''];
  for (const content of stale) {
    const folder = t.testdir();
    writeFileSync(join(folder, 'supervisor.lock'), content);
    const lock = await lockDataFolder(folder, quiet);
    lock.release();
    t.same(readdirSync(folder), [], 'nothing is left');
  }
});

t.test('an owner that is ending is waited for, and that is told once', async (t) => {
  const folder = t.testdir();
  const told: string[] = [];
  const owner = await lockDataFolder(folder, quiet);
  owner.ending();
  let isTaken = false;
  const next = lockDataFolder(folder, (text) => told.push(text), short).then((lock) => {
    isTaken = true;
    return lock;
  });
  const wait = lockDataFolder(folder, quiet, { unsureMs: 0, endingMs: 150 });
  await t.rejects(wait, { code: 'SUP_DATA_FOLDER_TAKEN' }, 'not for ever');
  t.notOk(isTaken);
  owner.release();
  const lock = await next;
  t.equal(told.length, 1);
  t.match(told[0], `process ${process.pid}, is still ending`);
  lock.release();
});

t.test('an end that lost the folder to somebody else leaves the lock alone', async (t) => {
  const folder = t.testdir();
  const path = join(folder, 'supervisor.lock');
  const lock = await lockDataFolder(folder, quiet);
  rmSync(path);
  const other = JSON.stringify(identify(process.ppid));
  writeFileSync(path, other);
  lock.ending();
  lock.release();
  t.equal(readFileSync(path, 'utf8'), other);
});
