import t from 'tap';
import { halfByChance } from '@whatsapp-service/shared/time/half-by-chance.ts';

t.test('half of a wait is certain, the other half is chance', async (t) => {
  t.strictSame(
    [0, 0.5, 1].map((chance) => halfByChance(1_000, () => chance)),
    [500, 750, 1_000],
  );
});
