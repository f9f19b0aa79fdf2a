import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { Turnstile } from '@whatsapp-service/shared/time/turnstile.ts';

t.test('callers are let through a few in a turn of the loop, in the order in which they came', async (t) => {
  const turns: (() => void)[] = [];
  const turnstile = new Turnstile(2, (callback) => turns.push(callback));
  const seen: number[] = [];
  const callers = [1, 2, 3, 4, 5].map(async (n) => turnstile.enter().then(() => seen.push(n)));
  const after = async (): Promise<number[]> => {
    turns.shift()?.();
    await turn();
    return [...seen];
  };
  t.equal(turns.length, 1, 'one turn is asked for, however many come');
  t.strictSame(await after(), [1, 2]);
  t.strictSame(await after(), [1, 2, 3, 4]);
  t.strictSame(await after(), [1, 2, 3, 4, 5]);
  await Promise.all(callers);
  t.equal(turns.length, 0, 'and none while nobody waits');
  void turnstile.enter();
  t.equal(turns.length, 1);
});
