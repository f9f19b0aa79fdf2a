import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { prepareFolders } from '@whatsapp-service/supervisor/config/prepare-folders.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

t.test('folders are made for this user alone', async (t) => {
  const root = t.testdir();
  const folders = { authDir: join(root, 'a/auth'), dataDir: join(root, 'data'), cacheDir: join(root, 'cache') };
  prepareFolders({ ...folders, backups: { folder: join(root, 'data/backups') } });
  t.same(Object.values(folders).map(modeOf), [0o700, 0o700, 0o700]);
});

t.test('a folder of logins that was there before is closed to others; what else was there stays as it was', async (t) => {
  const root = t.testdir();
  const folders = { authDir: join(root, 'auth'), dataDir: join(root, 'data'), cacheDir: join(root, 'cache') };
  for (const path of Object.values(folders)) {
    mkdirSync(path);
    chmodSync(path, 0o755);
  }
  prepareFolders({ ...folders, backups: { folder: join(root, 'data/backups') } });
  t.same(Object.values(folders).map(modeOf), [0o700, 0o755, 0o755]);
});

t.test('a file in the place of a folder is said by the name of its setting', async (t) => {
  const root = t.testdir();
  writeFileSync(join(root, 'file'), '');
  const folders = { authDir: join(root, 'file'), dataDir: join(root, 'data'), cacheDir: join(root, 'cache') };
  t.throws(() => prepareFolders({ ...folders, backups: { folder: join(root, 'data/backups') } }), /AUTH_DIR.*is a file/);
});
