import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { browserTempDir, makeTempDir, removeTempDir } from '@whatsapp-service/worker/browser/temp-dir.ts';

await t.test('the folder is made anew each time, for this user alone, and removed with all that is in it', async (t) => {
  const path = join(t.testdir(), 'tmp');
  mkdirSync(path);
  writeFileSync(join(path, 'left-over'), '');
  makeTempDir(path);
  t.same(readdirSync(path), []);
  t.equal(statSync(path).mode & 0o777, 0o700);
  removeTempDir(path);
  removeTempDir(path);
  t.notOk(existsSync(path));
});

await t.test('a path that leaves room for a socket is used as it is', async (t) => {
  t.equal(browserTempDir('/tmp/short'), '/tmp/short');
});

await t.test('a longer one gets a short name that leads to it, and loses it again', async (t) => {
  const path = join(t.testdir(), 'x'.repeat(80));
  makeTempDir(path);
  makeTempDir(path);
  const alias = browserTempDir(path);
  t.ok(alias.length < 60, alias);
  t.not(browserTempDir(`${path}y`), alias);
  writeFileSync(join(alias, 'file'), '');
  t.same(readdirSync(path), ['file']);
  removeTempDir(path);
  t.notOk(existsSync(path));
  t.notOk(existsSync(alias));
});
