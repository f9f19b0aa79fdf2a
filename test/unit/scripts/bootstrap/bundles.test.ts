import t from 'tap';
import { bundles } from '../../../../scripts/bootstrap/bundles.mjs';
import { contextIn } from '../../../support/setup-context.ts';

t.test('the bundles are made by the Node.js that runs the service', async (t) => {
  const { context, calls } = contextIn(t.testdir());
  t.equal(bundles.isDone(context), false);
  t.equal(await bundles.run(context), undefined);
  t.match(calls, [{ program: process.execPath, args: [/scripts\/bundle\.mjs$/] }]);
});

t.test('a bundle that cannot be made stops nobody: the sources run as they are', async (t) => {
  const { context } = contextIn(t.testdir(), () => ({ code: 1, output: 'first\nno esbuild for this machine' }));
  t.match(await bundles.run(context), /no esbuild for this machine.*from its sources/);
});
