import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { eachAtOnce } from '../../../../bench/naive/each-at-once.ts';

t.test('each item is done once, in their order, and never more at once than asked for', async (t) => {
  const begun: number[] = [];
  let [running, most] = [0, 0];
  await eachAtOnce([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    running += 1;
    most = Math.max(most, running);
    await setImmediate();
    running -= 1;
  });
  t.strictSame([begun, most, running], [[1, 2, 3, 4, 5], 2, 0]);
});

t.test('the first failure is told', async (t) => {
  const failing = eachAtOnce([1, 2, 3], 3, async (item) => {
    if (item === 2) throw new Error('two fails');
  });
  await t.rejects(failing, { message: 'two fails' });
});
