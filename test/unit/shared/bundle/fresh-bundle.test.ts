import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { bundleFolder, fingerprintOf, freshBundle } from '@whatsapp-service/shared/bundle/fresh-bundle.mjs';

const source = 'packages/worker/src/main.ts';

function write(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function bundled(root: string): string {
  write(root, source, 'export {};');
  write(root, 'pnpm-lock.yaml', 'typebox: 1');
  write(root, 'packages/worker/dist/main.mjs', 'export {};');
  const manifest = { entry: 'main.mjs', inputs: [source], fingerprint: fingerprintOf(root, [source]) };
  write(root, 'packages/worker/dist/manifest.json', JSON.stringify(manifest));
  return join(bundleFolder(root, 'worker'), 'main.mjs');
}

t.test('a bundle of the very sources that are here is used', async (t) => {
  const root = t.testdir();
  t.equal(freshBundle(root, 'worker'), undefined, 'before there is one');
  const entry = bundled(root);
  t.equal(freshBundle(root, 'worker'), entry);
  t.equal(freshBundle(root, 'supervisor'), undefined, 'another package has its own');
});

const changes: readonly (readonly [string, (root: string) => void])[] = [
  ['a source that was changed', (root) => write(root, source, 'export { };')],
  ['a source that is gone', (root) => rmSync(join(root, source))],
  ['another version of a dependency', (root) => write(root, 'pnpm-lock.yaml', 'typebox: 2')],
  ['a manifest that was cut off', (root) => write(root, 'packages/worker/dist/manifest.json', '{"entry":"main.mjs","inp')],
  ['an entry that is gone', (root) => rmSync(join(root, 'packages/worker/dist/main.mjs'))],
];

for (const [name, change] of changes) {
  t.test(`${name} makes it stale`, async (t) => {
    const root = t.testdir();
    bundled(root);
    change(root);
    t.equal(freshBundle(root, 'worker'), undefined);
  });
}
