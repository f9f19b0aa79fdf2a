import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { copyLogin } from '@whatsapp-service/supervisor/backup/copy-login.ts';
import { databaseLog, loginPaths, profile } from '../../../support/backup-samples.ts';

/** Copies a profile that changes during the copies as `change` has it, which is told how many there were before. */
async function copyWhile(t: Test, change: (profile: string, copies: number) => void) {
  const folder = t.testdir({ profile, copy: {} });
  let copies = 0;
  const onCopied = (): void => {
    change(join(folder, 'profile'), copies);
    copies += 1;
  };
  const target = join(folder, 'copy');
  const files = await copyLogin({ profile: join(folder, 'profile'), target, pauseMs: 0, onCopied });
  return { files, copies, textOf: (path: string) => readFileSync(join(target, path), 'utf8') };
}

t.test('a log that grows meanwhile is copied as far as it was', async (t) => {
  const { copies, files, textOf } = await copyWhile(t, (folder) => appendFileSync(join(folder, databaseLog), ' more'));
  t.equal(copies, 1);
  t.strictSame(files.map(({ path }) => path).toSorted(), loginPaths);
  t.equal(textOf(databaseLog), 'noise keys');
});

t.test('a database whose files change meanwhile is copied anew', async (t) => {
  const changes: [what: string, change: (folder: string) => void][] = [
    ['a table is new', (folder) => writeFileSync(join(folder, dirname(databaseLog), '000009.ldb'), 'table')],
    ['the log is another one', (folder) => rmSync(join(folder, databaseLog))],
    ['the log is shorter', (folder) => truncateSync(join(folder, databaseLog), 2)],
    ['the manifest has grown', (folder) => appendFileSync(join(folder, dirname(databaseLog), 'MANIFEST-000001'), 'edit')],
  ];
  for (const [what, change] of changes) {
    await t.test(what, async (t) => {
      const { copies, files, textOf } = await copyWhile(t, (folder, before) => {
        if (before === 0) change(folder);
      });
      t.equal(copies, 2);
      for (const { path, bytes } of files) t.equal(textOf(path).length, bytes, path);
    });
  }
});

t.test('a profile that never rests is given up, and says so', async (t) => {
  const busy = copyWhile(t, (folder, before) => writeFileSync(join(folder, dirname(databaseLog), `00001${before}.ldb`), 'table'));
  await t.rejects(busy, { kind: 'unsettled', message: 'the profile changed during each of 20 copies' });
});

t.test('what a link in the profile leads to is not copied', async (t) => {
  const folder = t.testdir({ profile, copy: {}, secret: 'not ours' });
  symlinkSync(join(folder, 'secret'), join(folder, 'profile', dirname(databaseLog), 'link'));
  const files = await copyLogin({ profile: join(folder, 'profile'), target: join(folder, 'copy') });
  t.strictSame(files.map(({ path }) => path).toSorted(), loginPaths);
});

t.test('a login whose folder is a link, or lies in one, is refused: what it leads to is not the profile’s', async (t) => {
  for (const linked of ['Default', 'Default/IndexedDB', 'Default/Local Storage']) {
    const folder = t.testdir({ profile, copy: {} });
    renameSync(join(folder, 'profile', linked), join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'profile', linked));
    const copied = copyLogin({ profile: join(folder, 'profile'), target: join(folder, 'copy') });
    await t.rejects(copied, { kind: 'failed', message: `${join(folder, 'profile', linked)} is a link, which no browser makes` }, linked);
    t.strictSame(readdirSync(join(folder, 'copy')), [], linked);
  }
});
