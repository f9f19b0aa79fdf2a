import { cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { answerWith, ListServer } from '../support/list-server.ts';

const localStorage = join('Default', 'Local Storage', 'leveldb');
const indexedDb = join('Default', 'IndexedDB', 'https_web.whatsapp.com_0.indexeddb.leveldb');

/** Each way of damaging a profile that we have seen or can think of, by the name of the session that gets it. */
const damages: Record<string, (profile: string) => Promise<void>> = {
  'all-halved': async (profile) => {
    for (const store of [localStorage, indexedDb]) await changeSizes(join(profile, store), /./, (size) => Math.floor(size / 2));
  },
  'all-emptied': async (profile) => {
    for (const store of [localStorage, indexedDb]) await changeSizes(join(profile, store), /./, () => 0);
  },
  'no-current': (profile) => rm(join(profile, localStorage, 'CURRENT')),
  'manifest-emptied': (profile) => changeSizes(join(profile, indexedDb), /^MANIFEST/, () => 0),
  'manifest-halved': (profile) => changeSizes(join(profile, localStorage), /^MANIFEST/, (size) => Math.floor(size / 2)),
  'table-truncated': (profile) => writeFile(join(profile, indexedDb, '000099.ldb'), 'the beginning of a table'),
  'storage-log-emptied': (profile) => changeSizes(join(profile, localStorage), /\.log$/, () => 0),
  'storage-log-scrambled': (profile) => scramble(join(profile, localStorage), /\.log$/),
  'database-log-emptied': (profile) => changeSizes(join(profile, indexedDb), /\.log$/, () => 0),
  'database-emptied': async (profile) => {
    for (const name of await readdir(join(profile, indexedDb))) await rm(join(profile, indexedDb, name));
  },
};
const damaged = Object.keys(damages);

t.test('damaged profiles', async (t) => {
  const lab = await Lab.open();
  const list = await ListServer.start();
  t.teardown(async () => {
    await lab.close();
    await list.close();
  });
  const first = await lab.startService();
  const phone = await lab.link(first, 'healthy');
  t.equal(await first.stop(), 0);
  // A copy of a profile is the same device, so that one link is enough: none of the damaged ones may get as far as its login.
  for (const [id, damage] of Object.entries(damages)) {
    await cp(lab.profileOf('healthy'), lab.profileOf(id), { recursive: true });
    await damage(lab.profileOf(id));
  }
  const connects = lab.connectsOf(phone);

  list.answer = answerWith(['healthy', ...damaged]);
  const second = await lab.startService(list.env);
  await second.waitForReady();

  await t.test('each is told as damaged, not as missing and not as logged out', async (t) => {
    for (const id of damaged) {
      const session = await second.session(id);
      t.match(session, { status: 'disconnected', state: 'unlinked', reason: { code: 'auth_corrupt' } }, id);
      t.ok(second.messages.includes(`✗ Failed to restore session ${id}: ${session.reason?.message}`), id);
    }
  });

  await t.test('the healthy one is restored and logs in once', async (t) => {
    t.match(await second.session('healthy'), { status: 'connected', phone: phone.number });
    t.ok(second.messages.includes('✓ Session restored: healthy'));
    t.ok(second.messages.includes(`Session restoration complete: 1 restored, ${damaged.length} failed`));
    t.equal(lab.connectsOf(phone) - connects, 1);
  });

  await t.test('the damaged profiles are kept in the quarantine, each with a note', async (t) => {
    const names = await lab.quarantined();
    for (const id of damaged) {
      const name = names.find((each) => each.endsWith(`-session-${id}`));
      if (name === undefined) {
        t.fail(`${id} is not in the quarantine`);
        continue;
      }
      t.ok((await stat(join(lab.authDir, 'quarantine', name))).isDirectory());
      const note: unknown = JSON.parse(await readFile(join(lab.authDir, 'quarantine', `${name}.json`), 'utf8'));
      const message = (await second.session(id)).reason?.message ?? '';
      t.match(message, / There is no backup of it from since it was linked\.$/);
      t.match(note, { session_id: id, reason: message.replace(/ There is no backup.*/, '') });
    }
  });

  await t.test('a start request brings a QR code, and its scan the connection', async (t) => {
    const id = 'all-halved';
    await second.command(id, 'start');
    const other = lab.newPhone();
    await lab.scan(second, id, other);
    t.match(await second.session(id), { status: 'connected', phone: other.number, reason: null });
  });

  await t.test('what was damaged stays told as damaged after the next restart', async (t) => {
    t.equal(await second.stop(), 0);
    const third = await lab.startService(list.env);
    await third.waitForReady();
    t.ok(third.messages.includes(`Session restoration complete: 2 restored, ${damaged.length - 1} failed`), third.output);
    t.match(await third.session('no-current'), { state: 'unlinked', reason: { code: 'auth_corrupt' } });
    t.strictSame((await third.timeline('no-current')).starts, [], 'without a process');
  });
});

async function changeSizes(folder: string, names: RegExp, newSize: (size: number) => number): Promise<void> {
  for (const path of await filesIn(folder, names)) await truncate(path, newSize((await stat(path)).size));
}

async function scramble(folder: string, names: RegExp): Promise<void> {
  for (const path of await filesIn(folder, names)) await writeFile(path, Buffer.alloc((await stat(path)).size, 0x5a));
}

async function filesIn(folder: string, names: RegExp): Promise<string[]> {
  const found = (await readdir(folder)).filter((name) => names.test(name));
  if (found.length === 0) throw new Error(`${folder} has no file ${names}.`);
  return found.map((name) => join(folder, name));
}
