import t from 'tap';
import { SentKeys } from '@whatsapp-service/worker/session/sent-keys.ts';

await t.test('a key acts once and gives its result again', async (t) => {
  const keys = new SentKeys<number>(10, () => true);
  let calls = 0;
  const act = async () => {
    calls += 1;
    return calls;
  };
  t.same(await Promise.all([keys.run('a', act), keys.run('a', act), keys.run('b', act)]), [1, 1, 2]);
  t.equal(await keys.run('a', act), 1);
});

await t.test('a failure after which nothing went out is forgotten, any other is remembered', async (t) => {
  const keys = new SentKeys<number>(10, (error) => error instanceof RangeError);
  await t.rejects(
    keys.run('a', async () => {
      throw new RangeError('refused');
    }),
  );
  t.equal(await keys.run('a', async () => 1), 1);
  const unknown = keys.run('b', async () => {
    throw new Error('the page went away');
  });
  await t.rejects(unknown);
  await t.rejects(
    keys.run('b', async () => 1),
    { message: 'the page went away' },
  );
});

await t.test('only the last keys are remembered', async (t) => {
  const keys = new SentKeys<number>(2, () => true);
  let calls = 0;
  const act = async () => {
    calls += 1;
    return calls;
  };
  for (const key of ['a', 'b', 'c']) await keys.run(key, act);
  t.equal(await keys.run('c', act), 3);
  t.equal(await keys.run('a', act), 4);
});
