import t from 'tap';
import { redialDelayMs } from '@whatsapp-service/worker/link/redial-delay.ts';

await t.test('the wait doubles up to a second, and half of it is left to chance', async (t) => {
  t.same(
    [0, 1, 2, 3, 4, 5, 50].map((attempt) => redialDelayMs(attempt, () => 1)),
    [50, 100, 200, 400, 800, 1_000, 1_000],
  );
  t.same(
    [0, 4, 50].map((attempt) => redialDelayMs(attempt, () => 0)),
    [25, 400, 500],
  );
});
