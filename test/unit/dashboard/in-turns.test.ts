import t from 'tap';
import { inTurns } from '../../../packages/dashboard/src/api/in-turns.ts';

/** A question that is answered when the test says so. */
function question() {
  const asked: { answer: () => void; fail: (error: Error) => void }[] = [];
  const ask = inTurns(
    async () =>
      new Promise<void>((resolve, reject) => {
        asked.push({ answer: resolve, fail: reject });
      }),
  );
  return { ask, asked };
}

await t.test('who asks while an answer is under way has it asked once more, and waits for that', async (t) => {
  const { ask, asked } = question();
  const first = ask();
  let isDone = false;
  const second = ask().then(() => (isDone = true));
  void ask();
  t.equal(asked.length, 1, 'one at a time');
  asked[0]?.answer();
  await new Promise(setImmediate);
  t.equal(asked.length, 2);
  t.notOk(isDone, 'the answer was perhaps of before the second wish');
  asked[1]?.answer();
  await Promise.all([first, second]);
  t.equal(asked.length, 2, 'two that waited are one');
});

await t.test('a question at the very end of another is not forgotten', async (t) => {
  const { ask, asked } = question();
  const first = ask();
  asked[0]?.answer();
  const second = first.then(async () => ask());
  await new Promise(setImmediate);
  t.equal(asked.length, 2);
  asked[1]?.answer();
  await second;
});

await t.test('one that fails does not stand in the way of the next', async (t) => {
  const { ask, asked } = question();
  const first = ask();
  asked[0]?.fail(new Error('away'));
  await t.rejects(first, /away/);
  const second = ask();
  asked[1]?.answer();
  await second;
  t.equal(asked.length, 2);
});
