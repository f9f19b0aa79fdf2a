import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { runBackupJob } from '@whatsapp-service/supervisor/backup/backup-job.ts';
import type { BackupOutcome } from '@whatsapp-service/supervisor/backup/backup-job.ts';
import { BackupThreads } from '@whatsapp-service/supervisor/backup/backup-threads.ts';
import { fileOf, forge, identity, loginPaths, manifestOf, profile, secret } from '../../../support/backup-samples.ts';

/** A profile, and an archive of it where one is asked for. */
async function samples(t: Test, key?: string) {
  const folder = t.testdir({ profile, backups: {}, out: {} });
  const path = join(folder, 'backups', 'archive.wabackup');
  const target = join(folder, 'out', 'taken');
  const staging = join(folder, 'out', 'staging');
  const create = { kind: 'create', identity, profile: join(folder, 'profile'), staging, connected: true } as const;
  const made = await runBackupJob({ ...create, path, secret: key });
  const read = async (withSecret = key, of = identity): Promise<BackupOutcome> =>
    runBackupJob({ kind: 'read', identity: of, path, secret: withSecret, target });
  return { create, folder, path, staging, target, made, read };
}

for (const key of [undefined, secret]) {
  t.test(`what a login needs comes back as it was, and nothing else, ${key === undefined ? 'plain' : 'encrypted'}`, async (t) => {
    const { folder, made, path, read, target } = await samples(t, key);
    t.match(made, { files: loginPaths.length, contentBytes: Number });
    t.strictSame(readdirSync(join(folder, 'backups')), ['archive.wabackup'], 'no draft is left');
    t.equal(statSync(path).mode & 0o777, 0o600);
    t.equal(readFileSync(path).includes('shop'), true, 'whose it is can be read without the key');
    t.strictSame(await read(), made);
    const taken = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    t.strictSame(taken.map((entry) => join(entry.parentPath, entry.name).slice(target.length + 1)).toSorted(), loginPaths);
    for (const file of loginPaths) t.strictSame(readFileSync(join(target, file)), readFileSync(join(folder, 'profile', file)), file);
    t.ok(taken.every((entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o777) === 0o600));
    t.equal(statSync(target).mode & 0o777, 0o700);
  });
}

t.test('an encrypted archive needs its key', async (t) => {
  const { path, read, target } = await samples(t, secret);
  t.match(await read('another-key-of-some-length'), { refused: 'key', why: 'BACKUP_KEY is not the key that it was made with' });
  const withoutKey = { kind: 'read', identity, path, secret: undefined, target } as const;
  t.match(await runBackupJob(withoutKey), { refused: 'key', why: 'BACKUP_KEY is not set' });
  t.notOk(existsSync(target));
});

t.test('an archive that was cut off is refused, wherever it ends', async (t) => {
  const { path, read, target } = await samples(t);
  const whole = readFileSync(path);
  for (let size = whole.length - 1; size >= 0; size -= size > 100 ? 37 : 1) {
    truncateSync(path, size);
    const outcome = await read();
    if (!('refused' in outcome) || outcome.refused !== 'damaged') t.fail(`cut to ${size}: ${JSON.stringify(outcome)}`);
    if (existsSync(target)) t.fail(`cut to ${size}: something was unpacked`);
  }
  writeFileSync(path, whole);
  t.notOk('refused' in (await read()), 'the whole of it is well');
});

t.test('each flipped byte is found, and nothing is unpacked', async (t) => {
  const { path, read, target } = await samples(t);
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at += 1) {
    writeFileSync(path, flipped(whole, at));
    const outcome = await read();
    // A flip of the header may leave it claiming an encryption that it has not.
    if (!('refused' in outcome) || outcome.refused === 'failed') t.fail(`byte ${at}: ${JSON.stringify(outcome)}`);
    if (existsSync(target)) t.fail(`byte ${at}: something was unpacked`);
  }
  t.ok(whole.length > 300);
});

t.test('so it is of an encrypted one', async (t) => {
  const { path, read, target } = await samples(t, secret);
  const whole = readFileSync(path);
  for (const at of [30, 120, 200, Math.floor(whole.length / 2), whole.length - 17, whole.length - 1]) {
    writeFileSync(path, flipped(whole, at));
    t.match(await read(), { refused: /^(damaged|key)$/ }, `byte ${at}`);
    t.notOk(existsSync(target));
  }
});

t.test('files of other programs, and backups of other sessions or times, are refused', async (t) => {
  const { path, read, target } = await samples(t);
  t.match(await read(undefined, { ...identity, sessionId: 'other' }), { refused: 'damaged', why: /another session/ });
  t.match(await read(undefined, { ...identity, createdMs: identity.createdMs + 1 }), { refused: 'damaged', why: /another time/ });
  for (const bytes of [
    '',
    'PK\u0003\u0004 a zip',
    '{"version":1}',
    '\u0000'.repeat(5_000),
    'whatsapp-service backup\n',
    'whatsapp-service backup\n{}\n',
  ]) {
    writeFileSync(path, bytes);
    t.match(await read(), { refused: 'damaged' }, JSON.stringify(bytes.slice(0, 20)));
  }
  t.notOk(existsSync(target));
});

t.test('an archive that was made with intent writes nowhere', async (t) => {
  const { folder, path, read, target } = await samples(t);
  const good = 'Default/IndexedDB/a';
  const file = (name: string) => ({ path: name, bytes: 'evil' });
  const cases: [what: string, content: Parameters<typeof forge>[1], why: RegExp][] = [
    [
      'leads out of the folder',
      [manifestOf([fileOf('Default/IndexedDB/../../../evil', 'evil')]), file('Default/IndexedDB/../../../evil')],
      /not belong/,
    ],
    ['is absolute', [manifestOf([fileOf('/evil', 'evil')]), file('/evil')], /not belong/],
    ['has a backslash', [manifestOf([fileOf('Default/IndexedDB/..\\evil', 'evil')]), file('Default/IndexedDB/..\\evil')], /not belong/],
    ['is another file of the profile', [manifestOf([fileOf('Default/Preferences', 'evil')]), file('Default/Preferences')], /not belong/],
    ['is not what the manifest says', [manifestOf([fileOf(good, 'evil')]), file('../../evil')], /does not name/],
    [
      'is a link',
      [manifestOf([fileOf(good, '')]), { path: good, bytes: '', type: 'SymbolicLink', linkpath: '/etc/passwd' }],
      /SymbolicLink/,
    ],
    ['is a folder', [manifestOf([fileOf(good, '')]), { path: good, bytes: '', type: 'Directory' }], /Directory/],
    ['is larger than stated', [manifestOf([fileOf(good, 'evil')]), { path: good, bytes: 'x'.repeat(5_000) }], /another size/],
    ['has another checksum', [manifestOf([fileOf(good, 'good')]), file(good)], /another checksum/],
    ['is missing', [manifestOf([fileOf(good, 'evil')])], /is missing/],
    ['is not in the manifest', [manifestOf([fileOf(good, 'evil')]), file(good), file('Default/IndexedDB/b')], /does not name/],
    ['is named twice', [manifestOf([fileOf(good, 'evil'), fileOf(good, 'evil')]), file(good), file(good)], /twice/],
    ['comes without a manifest', [file(good)], /begin with its manifest/],
    ['is another session’s', [manifestOf([fileOf(good, 'evil')], 'other'), file(good)], /another session/],
    ['is no tar', Buffer.from('neither'), /decompressed/],
  ];
  for (const [what, content, why] of cases) {
    await forge(path, content);
    t.match(await read(), { refused: 'damaged', why }, `its file ${what}`);
    t.notOk(existsSync(target), what);
  }
  t.strictSame(readdirSync(folder).toSorted(), ['backups', 'out', 'profile']);
  t.strictSame(readdirSync(join(folder, 'out')), []);
  await forge(path, [manifestOf([fileOf(good, 'evil')]), file(good)]);
  t.match(await read(), { files: 1 }, 'the forger can make a good one: the others fail for what is wrong with them');
});

t.test('a disk that refuses leaves nothing half done', async (t) => {
  const { create, folder, read, staging } = await samples(t);
  const path = join(folder, 'backups', 'missing', 'archive.wabackup');
  writeFileSync(join(folder, 'backups', 'missing'), 'a file where a folder should be');
  t.match(await runBackupJob({ ...create, path, secret: undefined }), { refused: 'failed' });
  t.notOk(existsSync(staging), 'nor is the copy of the login left');
  t.strictSame(readdirSync(join(folder, 'backups')).toSorted(), ['archive.wabackup', 'missing']);
  t.notOk('refused' in (await read()), 'the backup before is untouched');
  const empty = { ...create, profile: join(folder, 'nowhere'), path: join(folder, 'backups', 'b'), secret: undefined };
  t.match(await runBackupJob(empty), { refused: 'failed', why: 'the profile has no files of a login' });
  t.notOk(existsSync(staging));
});

t.test('a thread that is ended in the middle of a backup leaves nothing half done, and says why', async (t) => {
  const { create, folder, path, staging } = await samples(t);
  const job = { ...create, path, secret: undefined };
  const halfDone = (): void => {
    mkdirSync(staging);
    writeFileSync(`${path}.partial`, 'half of it');
  };
  const hurried = new BackupThreads(1);
  t.teardown(() => hurried.close());
  halfDone();
  t.match(await hurried.run(job), { refused: 'failed', why: 'it took longer than 1 ms' });
  t.strictSame([existsSync(staging), readdirSync(join(folder, 'backups'))], [false, ['archive.wabackup']]);
  const closed = new BackupThreads();
  const running = closed.run(job);
  await closed.close();
  t.match(await running, { refused: 'failed' });
  t.notOk(existsSync(staging));
  t.match(await closed.run(job), { refused: 'failed', why: 'the service is shutting down' });
});

function flipped(whole: Buffer, at: number): Buffer {
  const copy = Buffer.from(whole);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
  return copy;
}
