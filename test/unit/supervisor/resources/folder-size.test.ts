import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { folderSize } from '@whatsapp-service/supervisor/resources/folder-size.ts';

const never = new AbortController().signal;

t.test('the files of all folders below are counted, links are not followed', async (t) => {
  const root = t.testdir({ counted: { inside: { deeper: {} } }, outside: {} });
  const folder = join(root, 'counted');
  writeFileSync(join(root, 'outside', 'c'), Buffer.alloc(100_000, 1));
  writeFileSync(join(folder, 'a'), Buffer.alloc(100_000, 1));
  writeFileSync(join(folder, 'inside', 'deeper', 'b'), Buffer.alloc(50_000, 1));
  symlinkSync(join(root, 'outside'), join(folder, 'inside', 'link'));
  const bytes = (await folderSize(folder, never)) ?? 0;
  t.ok(bytes >= 150_000 && bytes < 200_000, String(bytes));
});

t.test('there may be no folder, or no time', async (t) => {
  t.equal(await folderSize(join(t.testdir(), 'none'), never), undefined);
  t.equal(await folderSize(t.testdir({ a: 'x' }), AbortSignal.abort()), undefined);
});
