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
  t.same(policy.onExit(9 * minute, 0), { action: 'give_up', exits: 6 });
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
