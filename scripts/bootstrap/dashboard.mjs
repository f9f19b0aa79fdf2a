import { join } from 'node:path';
import { isDashboardFresh } from '../dashboard/fresh-dashboard.mjs';

/** @type {import('./step.mjs').Step} */
export const dashboard = {
  name: 'dashboard',
  title: 'The status page',
  isDone: ({ root }) => isDashboardFresh(root),
  async run({ root, node, exec }) {
    const result = await exec(node.path, [join(root, 'scripts/build-dashboard.mjs')]);
    // Not an error: the service and its API run without it.
    if (result.code !== 0) return `failed (${result.output.split('\n').at(-1)}); the service runs without its status page`;
  },
};
