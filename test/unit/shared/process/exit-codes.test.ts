import t from 'tap';
import { exitCodes, exitNameOf } from '@whatsapp-service/shared/process/exit-codes.ts';

await t.test('every exit code has one name, and no other number has any', async (t) => {
  for (const [name, code] of Object.entries(exitCodes)) t.equal(exitNameOf(code), name);
  t.equal(new Set(Object.values(exitCodes)).size, Object.keys(exitCodes).length);
  t.same([1, 9, 24, 137, -1].map(exitNameOf), [undefined, undefined, undefined, undefined, undefined]);
});
