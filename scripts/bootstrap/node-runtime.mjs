import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** The version that a machine with an older Node.js gets. */
export const NODE_VERSION = '24.21.0';
const OLDEST_MAJOR = 24;

/** The Node.js that runs the service: the running one when it is new enough, else the project's own. @param {{ root: string, version: string, execPath: string }} running */
export function chooseNode({ root, version, execPath }) {
  const major = Number(/^v(\d+)/.exec(version)?.[1]);
  if (major >= OLDEST_MAJOR) return { path: execPath, version, own: false };
  return { path: join(root, '.tools/node/node_modules/node/bin/node'), version: `v${NODE_VERSION}`, own: true };
}

/** @type {import('./step.mjs').Step} */
export const nodeRuntime = {
  name: 'node',
  title: `Node.js ${NODE_VERSION} (the installed ${process.version} is too old)`,
  isDone: ({ node, stamps }) => !node.own || (stamps.read('node') === node.version && existsSync(node.path)),
  async run({ root, node, stamps, exec }) {
    stamps.write('node', undefined);
    if (!(await answers(node, exec))) await install(root, node, exec);
    stamps.write('node', node.version);
  },
};

/** @param {import('./step.mjs').Context['node']} node @param {import('./step.mjs').Exec} exec */
async function answers(node, exec) {
  if (!existsSync(node.path)) return false;
  return (await exec(node.path, ['--version'])).output === node.version;
}

/** @param {string} root @param {import('./step.mjs').Context['node']} node @param {import('./step.mjs').Exec} exec */
async function install(root, node, exec) {
  const folder = join(root, '.tools/node');
  const result = await exec('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `node@${NODE_VERSION}`]);
  if (result.code === 0 && (await answers(node, exec))) return;
  throw new SetupError(
    `Node.js ${NODE_VERSION} could not be installed into ${folder}: check that npm reaches its registry and runs install scripts, or install Node.js ${OLDEST_MAJOR} or newer yourself, and run this again.`,
    { output: result.output },
  );
}
