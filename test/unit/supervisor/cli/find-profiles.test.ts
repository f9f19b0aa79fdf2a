import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { findProfiles } from '@whatsapp-service/supervisor/cli/import/find-profiles.ts';

const leveldb = 'Default/Local Storage/leveldb';

/** A folder with one profile in it, of which a browser has written what is looked at. */
function withProfile(t: Test) {
  const root = t.testdir();
  const profile = join(root, 'session-shop');
  for (const path of ['Default/IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb/CURRENT', `${leveldb}/CURRENT`]) {
    mkdirSync(dirname(join(profile, path)), { recursive: true });
    writeFileSync(join(profile, path), 'MANIFEST-000001\n');
  }
  return { root, profile };
}

t.test('a profile is found, with the version of its browser', async (t) => {
  const { root, profile } = withProfile(t);
  writeFileSync(join(profile, 'Last Version'), '141.0.1\n');
  t.strictSame(findProfiles(root), [{ folder: profile, sessionId: 'shop', browser: '141.0.1', fault: null }]);
});

t.test('a pipe in the place of the version does not hold it up', async (t) => {
  const { root, profile } = withProfile(t);
  execFileSync('mkfifo', [join(profile, 'Last Version')]);
  t.match(findProfiles(root), [{ sessionId: 'shop', browser: null, fault: null }]);
});

t.test('a link in the place of a folder of the login is told, and not followed', async (t) => {
  const { root, profile } = withProfile(t);
  const elsewhere = join(t.testdirName, 'elsewhere');
  renameSync(join(profile, leveldb), elsewhere);
  symlinkSync(elsewhere, join(profile, leveldb));
  t.match(findProfiles(root), [{ sessionId: 'shop', fault: `${join(profile, leveldb)} is a link` }]);
});
