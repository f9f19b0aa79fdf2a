import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadApiKeys } from '@whatsapp-service/supervisor/config/api-keys.ts';
import t from 'tap';

const key = 'a-key-of-sixteen';

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

t.test('each key of the settings is known, and nothing else', async (t) => {
  const keys = await loadApiKeys({ apiKeys: [key, `${key}-2`], dataDir: '/nowhere' });
  t.equal(keys.shownOnce, undefined);
  for (const known of [key, `${key}-2`]) t.ok(keys.idOf(known));
  for (const other of ['', key.slice(1), `${key} `, key.toUpperCase(), `${key},${key}-2`, 'x'.repeat(100_000), '\0\ud800ÿ']) {
    t.equal(keys.idOf(other), undefined);
  }
});

t.test('without keys one is made at the first start, shown once, and kept for its owner only', async (t) => {
  const dataDir = join(t.testdir(), 'data');
  const first = await loadApiKeys({ apiKeys: undefined, dataDir });
  t.match(first.shownOnce, /^wa_[A-Za-z0-9_-]{43}$/);
  t.ok(first.idOf(first.shownOnce ?? ''));
  t.equal(modeOf(join(dataDir, 'api-key')), '600');
  t.equal(modeOf(dataDir), '700');
  t.strictSame(readdirSync(dataDir), ['api-key']);

  const second = await loadApiKeys({ apiKeys: undefined, dataDir });
  t.equal(second.shownOnce, undefined);
  t.ok(second.idOf(first.shownOnce ?? ''));
});

t.test('two starts at the same time end with the same key, and one of them shows it', async (t) => {
  const dataDir = t.testdir();
  const both = await Promise.all([loadApiKeys({ apiKeys: undefined, dataDir }), loadApiKeys({ apiKeys: undefined, dataDir })]);
  const shown = both.map(({ shownOnce }) => shownOnce).filter((text) => text !== undefined);
  t.equal(shown.length, 1);
  for (const keys of both) t.ok(keys.idOf(shown[0] ?? ''));
  t.equal(readFileSync(join(dataDir, 'api-key'), 'utf8'), `${shown[0]}\n`);
});

t.test('a key file that others can read is closed to them, and the log says so without the key', async (t) => {
  const dataDir = t.testdir({ 'api-key': `${key}\n` });
  const path = join(dataDir, 'api-key');
  chmodSync(path, 0o644);
  const lines: unknown[] = [];
  const keys = await loadApiKeys({ apiKeys: undefined, dataDir }, { warn: (...line) => lines.push(line) });
  t.ok(keys.idOf(key));
  t.equal(modeOf(path), '600');
  t.equal(lines.length, 1);
  t.match(JSON.stringify(lines), /"mode":"644"/);
  t.notMatch(JSON.stringify(lines), key);
});

const unusable: readonly (readonly [title: string, make: (path: string) => void, message: RegExp])[] = [
  ['empty', (path) => writeFileSync(path, '\n'), /it holds no key; remove it/],
  ['too short', (path) => writeFileSync(path, 'geheim\n'), /its key number 1 has 6 characters; remove it/],
  ['a list', (path) => writeFileSync(path, `${key},${key}-2\n`), /it must hold one key; use API_KEYS/],
  ['a folder', (path) => mkdirSync(path), /it is no regular file/],
  ['a link', (path) => symlinkSync('/etc/hostname', path), /it is no regular file/],
];

for (const [title, make, message] of unusable) {
  t.test(`a key file that is ${title} stops the start with its path and the reason`, async (t) => {
    const dataDir = t.testdir();
    const path = join(dataDir, 'api-key');
    make(path);
    const error = await t.rejects(loadApiKeys({ apiKeys: undefined, dataDir }), { code: 'SUP_API_KEY_FILE', message });
    t.match(String(error), path);
    t.notMatch(String(error), /geheim/);
  });
}

t.test('a data folder that cannot be made stops the start with the reason', async (t) => {
  const dataDir = join(t.testdir({ file: '' }), 'file', 'data');
  await t.rejects(loadApiKeys({ apiKeys: undefined, dataDir }), { code: 'SUP_API_KEY_FILE', message: /ENOTDIR/ });
});
