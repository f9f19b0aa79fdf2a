import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const root = join(import.meta.dirname, '../../../..');

/** Every deletion in the packages: how often a file deletes, and what. Only the quarantine's retention deletes profiles. */
const allowed: Record<string, { readonly calls: number; readonly deletes: string }> = {
  'supervisor/src/cli/doctor/browser-checks.ts': { calls: 1, deletes: 'the empty profile that the doctor tried a browser with' },
  'supervisor/src/backup/backup-job.ts': { calls: 1, deletes: 'the copy of a profile, once it is in an archive' },
  'supervisor/src/backup/backup-restorer.ts': { calls: 1, deletes: 'what was taken out of a backup and not put in place' },
  'supervisor/src/backup/backup-store.ts': { calls: 2, deletes: 'a backup: by request, or beyond BACKUP_KEEP' },
  'supervisor/src/backup/remove-drafts.ts': {
    calls: 1,
    deletes: 'half a backup, and what a copy or a reading has put into a folder of its own',
  },
  'supervisor/src/backup/remove-leftovers.ts': { calls: 1, deletes: 'what a killed service left half backed up or half restored' },
  'supervisor/src/config/api-key-file.ts': { calls: 1, deletes: 'a draft in DATA_DIR' },
  'supervisor/src/media/kept-folder.ts': { calls: 2, deletes: 'kept files of messages in DATA_DIR/kept-media' },
  'supervisor/src/media/media-folder.ts': { calls: 3, deletes: 'files of messages in DATA_DIR/media' },
  'supervisor/src/media/save-stream.ts': { calls: 1, deletes: 'half a file of a message in DATA_DIR/media' },
  'supervisor/src/quarantine/quarantine.ts': {
    calls: 3,
    deletes: 'an expired entry of AUTH_DIR/quarantine, its note, and the note of a move that was undone',
  },
  'supervisor/src/sessions/bundle-store.ts': { calls: 1, deletes: 'a session’s support bundles in DATA_DIR' },
  'supervisor/src/sessions/last-words.ts': { calls: 1, deletes: 'what a worker left in DATA_DIR/last-words, once it is committed' },
  'supervisor/src/sessions/session-manager.ts': { calls: 1, deletes: 'a picture in DATA_DIR/screenshots' },
  'supervisor/src/storage/data-folder-lock.ts': { calls: 4, deletes: 'the lock of DATA_DIR and its drafts' },
  'supervisor/src/workers/worker-ledger.ts': { calls: 2, deletes: 'entries of DATA_DIR/workers' },
  'supervisor/src/workers/unix-server.ts': { calls: 2, deletes: 'the socket' },
  'worker/src/browser/profile-lock.ts': { calls: 3, deletes: 'the service’s lock beside a profile, and its drafts' },
  'worker/src/browser/stale-singletons.ts': { calls: 1, deletes: 'Chromium’s three lock files in a profile that nobody uses' },
  'worker/src/health/support-bundle.ts': { calls: 1, deletes: 'older support bundles in DATA_DIR' },
  'worker/src/browser/temp-dir.ts': { calls: 2, deletes: 'the session’s TMPDIR in CACHE_DIR' },
};

const deletion = /(?<![.#\w])(?:rm|rmSync|unlink|unlinkSync|rmdir|rmdirSync|rimraf|fs(?:p|\.promises)?\.(?:rm|unlink|rmdir)(?:Sync)?)\(/g;
/** What deletes by other means: the library's own logout, a shell, an overwriting copy. */
const byOtherMeans = /\b(?:rimraf|fs-extra|del-cli)\b|(?:super|LocalAuth)\.(?:prototype\.)?logout\(|['"`]rm['"` ]/;

const sources = globSync('{shared,supervisor,worker}/src/**/*.{ts,mjs}', { cwd: join(root, 'packages') }).toSorted();

t.test('every deletion in the code is a known one', async (t) => {
  t.ok(sources.length > 100, `${sources.length} files are looked through`);
  for (const file of sources) {
    const calls = textOf(file).match(deletion)?.length ?? 0;
    t.equal(calls, allowed[file]?.calls ?? 0, `${file} deletes ${allowed[file]?.deletes ?? 'nothing'}`);
  }
  for (const file of Object.keys(allowed)) t.ok(sources.includes(file), `${file} is there`);
});

t.test('nothing deletes by other means', async (t) => {
  for (const file of sources) t.notMatch(textOf(file), byOtherMeans, file);
});

t.test('the look finds what it is for', async (t) => {
  for (const text of ['rm(folder, { recursive: true })', 'await unlink(path)', 'fs.rmSync(x)', 'fs.promises.rm(x)']) {
    t.equal(text.match(deletion)?.length, 1, text);
  }
  t.match('await super.logout()', byOtherMeans);
});

/** The code without its comments. */
function textOf(file: string): string {
  return readFileSync(join(root, 'packages', file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
