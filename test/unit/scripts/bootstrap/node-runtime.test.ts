import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { chooseNode, nodeRuntime, NODE_VERSION } from '../../../../scripts/bootstrap/node-runtime.mjs';
import { contextIn } from '../../../support/setup-context.ts';

t.test('a Node.js of version 24 or newer is used as it is', async (t) => {
  for (const version of ['v24.0.0', 'v25.1.0', 'v100.0.0']) {
    t.strictSame(chooseNode({ root: '/project', version, execPath: '/usr/bin/node' }), { path: '/usr/bin/node', version, own: false });
  }
});

t.test('an older Node.js is replaced by one in the project', async (t) => {
  for (const version of ['v18.0.0', 'v20.20.2', 'v23.11.0']) {
    t.strictSame(chooseNode({ root: '/project', version, execPath: '/usr/bin/node' }), {
      path: '/project/.tools/node/node_modules/node/bin/node',
      version: `v${NODE_VERSION}`,
      own: true,
    });
  }
});

/** A set-up on an old Node.js; its npm brings the new one when `works`. */
function onOldNode(root: string, works: boolean) {
  const path = join(root, '.tools/node/node_modules/node/bin/node');
  const { context, calls } = contextIn(root, (program) => {
    if (program !== 'npm') return { code: 0, output: `v${NODE_VERSION}` };
    if (works) mkdirSync(dirname(path), { recursive: true });
    if (works) writeFileSync(path, '');
    return { code: works ? 0 : 1, output: 'npm says' };
  });
  return { calls, context: { ...context, node: { path, version: `v${NODE_VERSION}`, own: true } } };
}

t.test('the pinned Node.js is installed into the project, once', async (t) => {
  const { context, calls } = onOldNode(t.testdir(), true);
  t.equal(nodeRuntime.isDone(context), false);
  await nodeRuntime.run(context);
  t.equal(nodeRuntime.isDone(context), true);
  await nodeRuntime.run(context);
  const installs = calls.filter(({ program }) => program === 'npm');
  t.match(installs, [
    { args: ['install', '--prefix', join(context.root, '.tools/node'), '--no-save', /.*/, /.*/, `node@${NODE_VERSION}`] },
  ]);
});

t.test('a Node.js that cannot be installed ends with a sentence and the output of npm', async (t) => {
  const { context } = onOldNode(t.testdir(), false);
  await t.rejects(nodeRuntime.run(context), { message: /install Node.js 24 or newer yourself/, output: 'npm says' });
  t.equal(nodeRuntime.isDone(context), false);
});
