import { join } from 'node:path';
import { freshBundle } from '../../packages/shared/src/bundle/fresh-bundle.mjs';

/** @type {import('./step.mjs').Step} */
export const bundles = {
  name: 'bundles',
  title: 'Bundles of the supervisor and the worker',
  isDone: ({ root }) => freshBundle(root, 'supervisor') !== undefined && freshBundle(root, 'worker') !== undefined,
  async run({ root, node, exec }) {
    const result = await exec(node.path, [join(root, 'scripts/bundle.mjs')]);
    // Not an error: without them the sources run as they are, only more slowly.
    if (result.code !== 0) return `failed (${result.output.split('\n').at(-1)}); the service runs from its sources and starts more slowly`;
  },
};
