import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { profileFault } from '@whatsapp-service/worker/browser/leveldb-check.ts';

const table = Buffer.concat([Buffer.alloc(200, 1), Buffer.from('57fb808b247547db', 'hex')]);
const localStorage = join('Default', 'Local Storage', 'leveldb');
const indexedDb = join('Default', 'IndexedDB', 'https_web.whatsapp.com_0.indexeddb.leveldb');

function store(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'CURRENT'), 'MANIFEST-000001\n');
  writeFileSync(join(folder, 'MANIFEST-000001'), 'manifest');
  writeFileSync(join(folder, '000003.log'), '');
  writeFileSync(join(folder, '000005.ldb'), table);
}

function profile(root: string): string {
  store(join(root, localStorage));
  store(join(root, indexedDb));
  mkdirSync(join(root, 'Default', 'IndexedDB', 'https_web.whatsapp.com_0.indexeddb.blob'));
  return root;
}

await t.test('a whole profile has no fault', async (t) => {
  t.equal(profileFault(profile(t.testdir())), undefined);
});

for (const [folder, name] of [
  [localStorage, 'Local Storage'],
  [indexedDb, 'IndexedDB'],
] as const) {
  await t.test(`each kind of damage in ${name} is named`, async (t) => {
    const cases: [string, (path: string) => void, RegExp][] = [
      ['CURRENT', (path) => rmSync(path), /has no CURRENT file/],
      ['CURRENT', (path) => writeFileSync(path, '../../etc/passwd\n'), /CURRENT file of .* is damaged/],
      ['CURRENT', (path) => writeFileSync(path, ''), /CURRENT file of .* is damaged/],
      ['MANIFEST-000001', (path) => rmSync(path), /MANIFEST file of .* is missing/],
      ['MANIFEST-000001', (path) => writeFileSync(path, ''), /MANIFEST file of .* is empty/],
      ['000005.ldb', (path) => writeFileSync(path, table.subarray(0, 100)), /table file 000005\.ldb of .* is truncated/],
      ['000005.ldb', (path) => writeFileSync(path, table.subarray(0, table.length - 1)), /table file 000005\.ldb/],
      ['000005.ldb', (path) => writeFileSync(path, ''), /table file 000005\.ldb/],
    ];
    for (const [index, [file, damage, fault]] of cases.entries()) {
      const root = join(t.testdir(), String(index));
      profile(root);
      damage(join(root, folder, file));
      const found = profileFault(root) ?? '';
      t.match(found, fault);
      t.match(found, name);
    }
  });
}

await t.test('an IndexedDB folder without a database is a fault', async (t) => {
  const root = profile(t.testdir());
  rmSync(join(root, indexedDb), { recursive: true });
  t.equal(profileFault(root), 'IndexedDB holds no database');
});
