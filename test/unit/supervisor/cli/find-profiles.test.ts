import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { findProfiles } from '@whatsapp-service/supervisor/cli/import/find-profiles.ts';
import { cli } from '../../../support/cli.ts';

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

t.test('what may not be read is told, with what to do; the others are found', async (t) => {
  const { profile } = withProfile(t);
  // Root may read everything, and nobody else may look into its folders.
  const root = mkdtempSync(join(tmpdir(), 'profiles-'));
  t.teardown(() => rmSync(root, { recursive: true }));
  for (const name of ['session-shop', 'session-closed', 'closed/session-deep']) cpSync(profile, join(root, name), { recursive: true });
  chmodSync(root, 0o755);
  for (const name of ['session-closed/Default/IndexedDB', 'closed']) chmodSync(join(root, name), 0);
  const found = withoutRights(() => findProfiles(root));
  const fault = 'it cannot be read (EACCES); run this as the user that it belongs to';
  t.match(found, [
    { folder: join(root, 'closed'), sessionId: 'closed', fault },
    { folder: join(root, 'session-closed'), sessionId: 'closed', fault },
    { folder: join(root, 'session-shop'), sessionId: 'shop', fault: null },
  ]);
});

t.test('a folder that cannot be looked at ends the command with a sentence', async (t) => {
  const folder = t.testdir({});
  symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
  const env = { WHATSAPP_SERVICE_URL: 'http://127.0.0.1:1', WHATSAPP_SERVICE_KEY: 'a-key-of-16-characters' };
  t.match(await cli(['import', join(folder, 'loop'), '--yes'], { env }), {
    code: 2,
    stderr: /loop cannot be looked at \(ELOOP\)\. Run this as the user that the profiles belong to, or name another folder\./,
  });
});

/** Looks as a user that is not root. */
function withoutRights<T>(look: () => T): T {
  if (process.geteuid?.() !== 0) return look();
  process.seteuid?.(65_534);
  try {
    return look();
  } finally {
    process.seteuid?.(0);
  }
}
