import t from 'tap';
import { SeenIds } from '@whatsapp-service/worker/session/seen-ids.ts';

await t.test('an id is new once, until it is pushed out', async (t) => {
  const seen = new SeenIds(2);
  t.same(
    ['a', 'a', 'b', 'c', 'c', 'a'].map((id) => seen.add(id)),
    [true, false, true, true, false, true],
  );
});
