import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = ['nginx-light', 'haproxy', 'logrotate'];
const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' };

/** Where programs of Debian's packages are kept that only the tests need: unpacked, not installed, since an installed nginx is also started. @param {string} root */
export function debianFolder(root) {
  return join(root, '.tools/debian');
}

/** What the tests check the examples in deploy/ with. @type {import('./step.mjs').Step} */
export const proxies = {
  name: 'proxies',
  title: 'nginx, HAProxy and logrotate for the tests',
  isDone: ({ root, isRoot, stamps }) => areThere(root) || (!isRoot && stamps.read('proxies') === 'told'),
  async run(context) {
    const output = await unpack(context);
    if (areThere(context.root)) return;
    context.stamps.write('proxies', 'told');
    // Not an error: only the tests of the examples need them, and they say so.
    return `not there${output === '' ? '' : ` (${output.split('\n').at(-1)})`}; their tests are skipped until "apt-get install ${PACKAGES.join(' ')}" is run as root`;
  },
};

/** @param {string} root */
function areThere(root) {
  const folders = ['/', debianFolder(root)];
  return ['nginx', 'haproxy', 'logrotate'].every((name) => folders.some((folder) => existsSync(join(folder, 'usr/sbin', name))));
}

/** Fetches what is missing of the packages and of what they depend on; returns what was said where that failed. @param {import('./step.mjs').Context} context */
async function unpack({ root, exec, isRoot }) {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return '';
  const folder = debianFolder(root);
  const archives = join(folder, 'archives');
  mkdirSync(join(archives, 'partial'), { recursive: true });
  try {
    const wait = ['-o', 'DPkg::Lock::Timeout=300'];
    await exec('apt-get', [...wait, 'update'], APT_ENV);
    const options = [...wait, '-o', `Dir::Cache::archives=${archives}`, '-y', '--no-install-recommends', '--download-only'];
    const fetched = await exec('apt-get', [...options, 'install', ...PACKAGES], APT_ENV);
    if (fetched.code !== 0) return fetched.output;
    for (const name of readdirSync(archives).filter((each) => each.endsWith('.deb')))
      await exec('dpkg-deb', ['-x', join(archives, name), folder]);
    return '';
  } finally {
    rmSync(archives, { recursive: true, force: true });
  }
}
