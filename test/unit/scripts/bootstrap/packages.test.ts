import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { packages, packagesFingerprint } from '../../../../scripts/bootstrap/packages.mjs';
import { Stamps } from '../../../../scripts/bootstrap/stamps.mjs';
import { contextIn } from '../../../support/setup-context.ts';

const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/shared/package.json'];

function project(root: string): void {
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), '1');
  }
}

t.test('the fingerprint changes with each file that an install reads, and with the version of Node.js', async (t) => {
  const root = t.testdir();
  project(root);
  const seen = new Set([packagesFingerprint(root, 'v24.21.0'), packagesFingerprint(root, 'v25.0.0')]);
  for (const file of files) {
    writeFileSync(join(root, file), '2');
    seen.add(packagesFingerprint(root, 'v24.21.0'));
  }
  t.equal(seen.size, 2 + files.length);
});

t.test('an install is done when it ended well, and no longer when node_modules was deleted', async (t) => {
  const { context, calls } = contextIn(t.testdir());
  project(context.root);
  t.equal(packages.isDone(context), false);
  await packages.run(context);
  t.match(calls, [{ program: 'npx', args: ['-y', /^pnpm@\d/, 'install', '--frozen-lockfile'] }]);
  t.equal(packages.isDone(context), false, 'without node_modules');
  mkdirSync(join(context.root, 'node_modules'));
  writeFileSync(join(context.root, 'node_modules/.modules.yaml'), '');
  t.equal(packages.isDone(context), true);
  writeFileSync(join(context.root, 'package.json'), 'changed');
  t.equal(packages.isDone(context), false, 'after a change');
});

t.test('an install that failed is done again, and says what to do', async (t) => {
  const { context } = contextIn(t.testdir(), () => ({ code: 1, output: 'ERR_PNPM_OUTDATED_LOCKFILE' }));
  project(context.root);
  context.stamps.write('packages', packagesFingerprint(context.root, context.node.version));
  await t.rejects(packages.run(context), { message: /pnpm@[\d.]+ install" once/, output: /OUTDATED/ });
  t.equal(new Stamps(join(context.root, 'stamps.json')).read('packages'), undefined);
});
