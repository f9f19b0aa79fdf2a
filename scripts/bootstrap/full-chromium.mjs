import { findFullChromium } from '../../packages/shared/src/chromium/find-chromium.mjs';
import { installDebianPackage } from './debian-package.mjs';

/** The service is content with a headless shell; the tests try both. @type {import('./step.mjs').Step} */
export const fullChromium = {
  name: 'full-chromium',
  title: 'A full Chromium for the tests',
  isDone: ({ isRoot, stamps }) => findFullChromium() !== undefined || (!isRoot && stamps.read('full-chromium') === 'told'),
  async run(context) {
    const output = await installDebianPackage('chromium', context);
    if (findFullChromium() !== undefined) return;
    context.stamps.write('full-chromium', 'told');
    // Not an error: only a few tests need it, and they say so.
    return `not installed${output === undefined ? '' : ` (${output.split('\n').at(-1)})`}; the tests with it are skipped until "apt-get install chromium" is run as root`;
  },
};
