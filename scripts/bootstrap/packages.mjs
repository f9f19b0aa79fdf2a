import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** `packageManager` in package.json is not used for it, since a machine without corepack would ignore it. */
export const PNPM_VERSION = '12.21.0';

/** @type {import('./step.mjs').Step} */
export const packages = {
  name: 'packages',
  title: `Packages (pnpm ${PNPM_VERSION}, frozen lockfile)`,
  isDone: ({ root, node, stamps }) =>
    stamps.read('packages') === packagesFingerprint(root, node.version) &&
    // pnpm writes this file last, so a deleted or half-made node_modules is noticed.
    existsSync(join(root, 'node_modules/.modules.yaml')),
  async run({ root, node, stamps, exec }) {
    const fingerprint = packagesFingerprint(root, node.version);
    stamps.write('packages', undefined);
    const result = await exec('npx', ['-y', `pnpm@${PNPM_VERSION}`, 'install', '--frozen-lockfile'], {
      // Without a terminal pnpm would refuse to replace a folder that another version made.
      CI: 'true',
      PUPPETEER_SKIP_DOWNLOAD: '1',
    });
    if (result.code !== 0) throw new SetupError(failure(result.output), { output: result.output });
    stamps.write('packages', fingerprint);
  },
};

/** Changes when an install would have something to do. @param {string} root @param {string} nodeVersion */
export function packagesFingerprint(root, nodeVersion) {
  const members = readdirSync(join(root, 'packages')).sort();
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...members.map((name) => `packages/${name}/package.json`)];
  const hash = createHash('sha256').update(`${nodeVersion} pnpm ${PNPM_VERSION}`);
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`\0${file}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** @param {string} output */
function failure(output) {
  if (output.includes('ERR_PNPM_OUTDATED_LOCKFILE')) {
    return `pnpm-lock.yaml does not fit the package.json files: run "npx pnpm@${PNPM_VERSION} install" once to bring it up to date.`;
  }
  return 'The packages could not be installed: see the output above, check that npm reaches its registry, and run this again.';
}
