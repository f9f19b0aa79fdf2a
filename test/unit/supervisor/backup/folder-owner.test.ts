import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { FolderOwner, ownerFile } from '@whatsapp-service/supervisor/backup/folder-owner.ts';

t.test('the first to come owns the folder, whatever process it is', async (t) => {
  const folder = t.testdir();
  t.equal(await new FolderOwner(folder, 'one').otherOwner(), undefined);
  t.equal(statSync(join(folder, ownerFile)).mode & 0o777, 0o600);
  t.equal(await new FolderOwner(folder, 'one').otherOwner(), undefined);
  t.match(await new FolderOwner(folder, 'two').otherOwner(), /^that of \S+, since \d{4}-/);
});

t.test('of two that come at the same time one owns it', async (t) => {
  const folder = t.testdir();
  const owners = await Promise.all(['one', 'two'].map(async (id) => new FolderOwner(folder, id).otherOwner()));
  t.equal(owners.filter((other) => other === undefined).length, 1);
});

t.test('a file that nobody can read leaves it nobody’s to change', async (t) => {
  const folder = t.testdir();
  writeFileSync(join(folder, ownerFile), '{');
  t.equal(await new FolderOwner(folder, 'one').otherOwner(), 'its owner.json cannot be read');
});

t.test('a file that its writer got no further with is nobody’s', async (t) => {
  const folder = t.testdir({ [ownerFile]: '' });
  t.equal(await new FolderOwner(folder, 'one').otherOwner(), undefined);
  t.match(await new FolderOwner(folder, 'two').otherOwner(), /^that of /);
});

t.test('a folder that is not there is a fault of the disk', async (t) => {
  await t.rejects(new FolderOwner(join(t.testdir(), 'gone'), 'one').otherOwner(), { code: 'ENOENT' });
});
