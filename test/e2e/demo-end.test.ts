import t, { type Test } from 'tap';
import { DemoRun } from '../support/demo-run.ts';

const linkedOne = /user_1_instance_main: linked/;

/** A demo in the middle: the service runs, and one account is linked. */
async function running(t: Pick<Test, 'teardown'>): Promise<DemoRun> {
  const run = new DemoRun([]);
  t.teardown(() => run.close());
  await run.wrote(linkedOne);
  return run;
}

t.test('Ctrl-C in the middle stops service and simulator and leaves nothing', async (t) => {
  const run = await running(t);
  run.child.kill('SIGINT');
  t.equal(await run.ended(), 130, run.output);
  t.match(run.output, /✓ Service and simulator are stopped/);
  t.strictSame(await run.leftovers(), []);
});

t.test('a second Ctrl-C insists, and still nothing is left', async (t) => {
  const run = await running(t);
  // A service that does not react: only insisting ends it.
  const service = run.servicePid();
  process.kill(service, 'SIGSTOP');
  run.child.kill('SIGINT');
  await run.wrote(/– .*stopped/);
  run.child.kill('SIGINT');
  t.equal(await run.ended(), 130, run.output);
  t.strictSame(await run.leftovers(), []);
});

t.test('a service that ends by itself is noticed, with the end of its log', async (t) => {
  const run = await running(t);
  process.kill(run.servicePid(), 'SIGKILL');
  t.equal(await run.ended(), 1, run.output);
  t.match(run.output, /The demo failed\. The service ended by itself \(SIGKILL\)\. The end of its log:\n[^]*The service listens on/);
  t.strictSame(await run.leftovers(), []);
});

t.test('it ends with its launcher', async (t) => {
  const run = await running(t);
  run.child.disconnect();
  t.equal(await run.ended(), 143, run.output);
  t.strictSame(await run.leftovers(), []);
});

t.test('when it is killed itself, service and browsers end all the same', async (t) => {
  const run = await running(t);
  run.child.kill('SIGKILL');
  t.equal(await run.ended(), -1);
  const [folder, ...others] = await run.leftovers();
  t.match(folder, /^wa-demo-/, 'nobody was there to remove its folder');
  t.strictSame(others, []);
});
