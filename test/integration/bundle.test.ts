import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { freshBundle } from '@whatsapp-service/shared/bundle/fresh-bundle.mjs';
import { bundlePackage } from '../../scripts/bundle/bundle-package.mjs';

const projectRoot = join(import.meta.dirname, '../..');

function project(root: string): void {
  const files = {
    'pnpm-lock.yaml': '',
    'packages/worker/package.json': '{"type":"module","dependencies":{"whatsapp-web.js":"1","typebox":"1"}}',
    'packages/worker/node_modules/whatsapp-web.js/package.json': '{"main":"index.cjs"}',
    'packages/worker/node_modules/whatsapp-web.js/index.cjs': 'exports.where = __filename;',
    'packages/worker/node_modules/typebox/package.json': '{"main":"index.cjs"}',
    'packages/worker/node_modules/typebox/index.cjs': 'exports.separator = require("node:path").sep;',
    'packages/worker/src/main.ts': "const answer: number = 42; console.log(answer, await (await import('./later.ts')).later());",
    'packages/worker/src/later.ts':
      "import { where } from 'whatsapp-web.js'; import { separator } from 'typebox'; export const later = async () => [where, separator].join(' ');",
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

t.test('the set-up has bundled the sources as they are now', async (t) => {
  t.ok(freshBundle(projectRoot, 'supervisor'));
  t.ok(freshBundle(projectRoot, 'worker'));
});

t.test('a bundle runs without its sources; the WhatsApp library stays the one that is installed', async (t) => {
  const root = t.testdir();
  project(root);
  await bundlePackage({ root, name: 'worker', entry: 'main.ts' });
  const entry = freshBundle(root, 'worker');
  t.ok(entry);
  rmSync(join(root, 'packages/worker/src'), { recursive: true });
  rmSync(join(root, 'packages/worker/node_modules/typebox'), { recursive: true });
  const { stdout, stderr } = spawnSync(process.execPath, [entry ?? ''], { encoding: 'utf8' });
  t.match(stdout, /^42 .*node_modules\/whatsapp-web\.js\/index\.cjs \/$/m, stderr);
});

t.test('a newer bundle leaves the parts of the last one for the processes that still run it, for a day', async (t) => {
  const root = t.testdir();
  project(root);
  await bundlePackage({ root, name: 'worker', entry: 'main.ts' });
  const folder = join(root, 'packages/worker/dist');
  const part = readdirSync(folder).find((name) => name.startsWith('later-')) ?? '';
  writeFileSync(join(root, 'packages/worker/src/later.ts'), 'export const later = async () => "changed";');
  t.equal(freshBundle(root, 'worker'), undefined);
  await bundlePackage({ root, name: 'worker', entry: 'main.ts' });
  t.ok(freshBundle(root, 'worker'));
  t.ok(existsSync(join(folder, part)));
  const longAgo = Date.now() / 1_000 - 25 * 3_600;
  utimesSync(join(folder, part), longAgo, longAgo);
  await bundlePackage({ root, name: 'worker', entry: 'main.ts' });
  t.notOk(existsSync(join(folder, part)));
});

t.test('a syntax error leaves the last bundle untouched', async (t) => {
  const root = t.testdir();
  project(root);
  await bundlePackage({ root, name: 'worker', entry: 'main.ts' });
  const before = readdirSync(join(root, 'packages/worker/dist'));
  writeFileSync(join(root, 'packages/worker/src/later.ts'), 'export const = ;');
  await t.rejects(bundlePackage({ root, name: 'worker', entry: 'main.ts' }));
  t.same(readdirSync(join(root, 'packages/worker/dist')), before);
});
