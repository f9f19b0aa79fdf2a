import t from 'tap';
import { chooseNode, NODE_VERSION } from '../../../../scripts/bootstrap/node-runtime.mjs';

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
