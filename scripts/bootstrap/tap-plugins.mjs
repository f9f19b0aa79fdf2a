import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** For people who type `npx tap`; `npm test` starts the test files by itself and does without. @type {import('./step.mjs').Step} */
export const tapPlugins = {
  name: 'tap-plugins',
  title: 'tap without its TypeScript plugin (tap build)',
  isDone: ({ root, stamps }) => stamps.read('tap-plugins') === stamps.read('packages') && existsSync(join(root, '.tap/plugins')),
  async run({ root, node, stamps, exec }) {
    stamps.write('tap-plugins', undefined);
    const result = await exec(node.path, [join(root, 'node_modules/tap/dist/esm/run.mjs'), 'build']);
    if (result.code !== 0) return 'failed; "npm test" works without it, "npx tap" may not';
    stamps.write('tap-plugins', stamps.read('packages'));
  },
};
