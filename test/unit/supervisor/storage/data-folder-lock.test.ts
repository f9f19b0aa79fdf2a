import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { lockDataFolder } from '@whatsapp-service/supervisor/storage/data-folder-lock.ts';

t.test('a folder that is taken is refused with the pid of its owner', async (t) => {
  const folder = t.testdir();
  const release = lockDataFolder(folder);
  t.throws(() => lockDataFolder(folder), { code: 'SUP_DATA_FOLDER_TAKEN', message: new RegExp(String(process.pid)) });
  release();
  t.notOk(existsSync(join(folder, 'supervisor.lock')));
  lockDataFolder(folder)();
});

t.test('the lock of a process that is gone, or whose pid another has now, is taken over', async (t) => {
  const stale = [JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1' }), JSON.stringify({ pid: process.pid, startTime: '1' }), 'no json', ''];
  for (const content of stale) {
    const folder = t.testdir();
    writeFileSync(join(folder, 'supervisor.lock'), content);
    const release = lockDataFolder(folder);
    release();
    t.same(readdirSync(folder), [], 'nothing is left');
  }
});
