import { existsSync } from 'node:fs';
import { installDebianPackage } from './debian-package.mjs';

const PYTHON = '/usr/bin/python3';
const DEBIAN_DJANGO = '/usr/lib/python3/dist-packages/django/__init__.py';

/** @type {import('./step.mjs').Step} */
export const django = {
  name: 'django',
  title: 'Django for the tests (python3-django)',
  isDone: ({ stamps }) => existsSync(PYTHON) && (existsSync(DEBIAN_DJANGO) || stamps.read('django') === 'importable'),
  async run(context) {
    if (await isImportable(context)) return;
    const output = await installDebianPackage('python3-django', context);
    if (await isImportable(context)) return;
    // Not an error: only the tests that start Django need it, and they say so.
    return `not installed${output === undefined ? '' : ` (${output.split('\n').at(-1)})`}; the tests with Django will fail until "apt-get install python3-django" is run as root`;
  },
};

/** @param {import('./step.mjs').Context} context */
async function isImportable({ exec, stamps }) {
  const { code } = await exec(PYTHON, ['-c', 'import django']);
  stamps.write('django', code === 0 ? 'importable' : undefined);
  return code === 0;
}
