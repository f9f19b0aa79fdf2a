import t from 'tap';
import { explainFailure } from '../../../../scripts/bootstrap/explain-failure.mjs';
import { runSteps } from '../../../../scripts/bootstrap/prepare.mjs';
import { SetupError } from '../../../../scripts/bootstrap/setup-error.mjs';
import type { Step } from '../../../../scripts/bootstrap/step.mjs';
import { stepsFor } from '../../../../scripts/bootstrap/steps-for.mjs';
import { contextIn } from '../../../support/setup-context.ts';

/** Steps that note when they run, a lock that notes when it is held. */
function setUp(done: Record<string, boolean>, run: (name: string) => void = () => {}) {
  const log: string[] = [];
  const steps = Object.keys(done).map((name): Step => ({
    name,
    title: name,
    isDone: () => done[name] ?? false,
    run: async () => {
      log.push(`run ${name}`);
      run(name);
      done[name] = true;
    },
  }));
  let text = '';
  const lock = async () => {
    log.push('lock');
    return () => void log.push('release');
  };
  const effects = { write: (more: string) => void (text += more), lock, now: () => 0 };
  return { log, done, output: () => text, go: (root: string) => runSteps(steps, contextIn(root).context, effects) };
}

t.test('when everything is up to date, nothing is locked and nothing is said', async (t) => {
  const { log, output, go } = setUp({ node: true, packages: true });
  await go(t.testdir());
  t.strictSame(log, []);
  t.equal(output(), '');
});

t.test('only what is missing is done, in order, under the lock, a line for each', async (t) => {
  const { log, output, go } = setUp({ node: false, packages: true, chromium: false });
  await go(t.testdir());
  t.strictSame(log, ['lock', 'run node', 'run chromium', 'release']);
  t.equal(output(), 'Setting up: node … done (0.0 s)\nSetting up: chromium … done (0.0 s)\n');
});

t.test('a step that an earlier one or another set-up finished meanwhile is not done again', async (t) => {
  const { log, done, go } = setUp({ node: false, packages: false }, () => {
    done['packages'] = true;
  });
  await go(t.testdir());
  t.strictSame(log, ['lock', 'run node', 'release']);
});

t.test('a step that fails ends the set-up and gives the lock back', async (t) => {
  const { log, go } = setUp({ node: false, packages: false }, () => {
    throw new SetupError('Install Node.js yourself.', { output: 'npm error' });
  });
  await t.rejects(go(t.testdir()), { message: 'Install Node.js yourself.' });
  t.strictSame(log, ['lock', 'run node', 'release']);
});

t.test('a failure is the end of the output, then one sentence', async (t) => {
  const text = explainFailure(new SetupError('Install Node.js yourself.', { output: 'npm error\nno network' }));
  t.equal(text, '  | npm error\n  | no network\n\nThe set-up stopped: Install Node.js yourself.\n');
});

t.test('each command gets the steps it needs and no others', async (t) => {
  const names = (command: string) => stepsFor(command).map(({ name }) => name);
  t.strictSame(names('check'), ['node', 'packages']);
  t.strictSame(names('start'), ['node', 'packages', 'bundles', 'dashboard', 'chromium']);
  t.strictSame(names('demo'), names('start'));
  t.strictSame(names('test'), ['node', 'packages', 'bundles', 'dashboard', 'chromium', 'full-chromium', 'django', 'proxies']);
  t.strictSame(names('setup'), [
    'node',
    'packages',
    'bundles',
    'dashboard',
    'chromium',
    'full-chromium',
    'django',
    'proxies',
    'tap-plugins',
  ]);
});
