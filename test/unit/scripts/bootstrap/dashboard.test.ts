import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { dashboard } from '../../../../scripts/bootstrap/dashboard.mjs';
import { ProjectCopy } from '../../../support/project-copy.ts';
import { contextIn } from '../../../support/setup-context.ts';

t.test('the page is built again when a source of it is changed, comes or goes, and when what was built is gone', async (t) => {
  const project = new ProjectCopy(t.testdir());
  const { context } = contextIn(project.root);
  const isDone = async () => dashboard.isDone(context);
  t.equal(await isDone(), false, 'never built');
  project.markSetUp();
  t.equal(await isDone(), true);
  project.write('packages/dashboard/src/main.tsx', 'changed');
  t.equal(await isDone(), false, 'changed');
  project.write('packages/dashboard/src/main.tsx', '');
  project.write('packages/dashboard/src/new.tsx', '');
  t.equal(await isDone(), false, 'one came');
  rmSync(join(project.root, 'packages/dashboard/src/new.tsx'));
  t.equal(await isDone(), true);
  rmSync(join(project.root, 'packages/dashboard/dist/index.html'));
  t.equal(await isDone(), false, 'what was built is gone');
});

t.test('a page that cannot be built is told in one line, and is no reason not to start', async (t) => {
  const { context, calls } = contextIn(t.testdir(), () => ({ code: 1, output: 'Building …\nNo space left on device' }));
  t.match(await dashboard.run(context), /^failed \(No space left on device\); the service runs without its status page$/);
  t.match(calls, [{ program: process.execPath, args: [/scripts\/build-dashboard\.mjs$/] }]);
});
