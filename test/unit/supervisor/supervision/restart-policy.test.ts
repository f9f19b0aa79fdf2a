import t from 'tap';
import { defaultRestartPolicy, RestartPolicy } from '@whatsapp-service/supervisor/supervision/restart-policy.ts';

const middle = () => 0.5;
const minute = 60_000;

t.test('the delay doubles with each exit, half of it fixed and half by chance', async (t) => {
  const delays = (random: () => number): number[] => {
    const policy = new RestartPolicy({ ...defaultRestartPolicy, intensity: 100 }, random);
    return [0, 1, 2, 3, 4].map((step) => {
      const verdict = policy.onExit(step, 0);
      return verdict.action === 'retry' ? verdict.delayMs : Number.NaN;
    });
  };
  t.same(
    delays(() => 0),
    [500, 1_000, 2_000, 4_000, 8_000],
  );
  t.same(
    delays(() => 1),
    [1_000, 2_000, 4_000, 8_000, 16_000],
  );
});

t.test('the delay is never longer than its cap', async (t) => {
  const policy = new RestartPolicy({ ...defaultRestartPolicy, intensity: 100 }, () => 1);
  let verdict = policy.onExit(0, 0);
  for (let step = 1; step < 20; step += 1) verdict = policy.onExit(step, 0);
  t.match(verdict, { action: 'retry', delayMs: 300_000 });
});

t.test('the sixth exit within ten minutes is the last', async (t) => {
  const policy = new RestartPolicy(defaultRestartPolicy, middle);
  for (let exit = 0; exit < 5; exit += 1) t.equal(policy.onExit(exit * minute, 0).action, 'retry');
  t.same(policy.onExit(9 * minute, 0), { action: 'give_up', exits: 6, restMs: 15 * minute });
});

t.test('exits that are ten minutes old no longer count', async (t) => {
  const policy = new RestartPolicy(defaultRestartPolicy, middle);
  for (let exit = 0; exit < 20; exit += 1) t.equal(policy.onExit(exit * 2 * minute, 0).action, 'retry');
});

t.test('a session that was connected for two minutes begins with the shortest delay again', async (t) => {
  const policy = new RestartPolicy(defaultRestartPolicy, middle);
  policy.onExit(0, 0);
  policy.onExit(1, 119_999);
  t.match(policy.onExit(2, 0), { attempt: 3 });
  t.match(policy.onExit(3, 120_000), { attempt: 1, delayMs: 750 });
});

t.test("a person's start forgives what was before", async (t) => {
  const policy = new RestartPolicy(defaultRestartPolicy, middle);
  for (let exit = 0; exit < 6; exit += 1) policy.onExit(exit, 0);
  policy.forget();
  t.match(policy.onExit(7, 0), { action: 'retry', attempt: 1 });
});

/** A policy whose session has been given up; the time of its last exit is 6. */
function givenUp(): RestartPolicy {
  const policy = new RestartPolicy(defaultRestartPolicy, middle);
  for (let exit = 1; exit <= 6; exit += 1) policy.onExit(exit, 0);
  return policy;
}

t.test('a probe that fails is given up at once, and each rest is longer up to an hour', async (t) => {
  const policy = givenUp();
  const rests = [15, 45, 105, 165].map((minutes) => {
    policy.probe();
    const verdict = policy.onExit(minutes * minute, 0);
    return verdict.action === 'give_up' ? [verdict.exits, verdict.restMs / minute] : verdict;
  });
  t.same(rests, [
    [null, 30],
    [null, 60],
    [null, 60],
    [null, 60],
  ]);
});

t.test('a probe that was connected for two minutes closes the matter', async (t) => {
  const policy = givenUp();
  policy.probe();
  t.match(policy.onExit(15 * minute, 119_999), { action: 'give_up' }, 'a little less does not');
  policy.probe();
  t.match(policy.onExit(45 * minute, 120_000), { action: 'retry', attempt: 1 });
  for (let exit = 1; exit < 5; exit += 1) t.equal(policy.onExit(45 * minute + exit, 0).action, 'retry');
  t.match(policy.onExit(46 * minute, 0), { action: 'give_up', exits: 6, restMs: 15 * minute }, 'the rests begin with the shortest');
});

t.test("a person's start after a failed probe begins anew", async (t) => {
  const policy = givenUp();
  policy.probe();
  policy.forget();
  t.match(policy.onExit(16 * minute, 0), { action: 'retry', attempt: 1 });
});
