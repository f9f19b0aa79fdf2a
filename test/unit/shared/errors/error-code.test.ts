import { readFileSync } from 'node:fs';
import t from 'tap';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';

t.test('an error’s code is told, and of what has none nothing', (t) => {
  const codes = [new Error('no code'), Object.assign(new Error('a number'), { code: 2 }), { code: 'ENOENT' }, 'ENOENT', null];
  for (const each of codes) t.equal(errorCodeOf(each), undefined);
  t.equal(errorCodeOf(Object.assign(new Error('own'), { code: 'SUP_OWN' })), 'SUP_OWN');
  try {
    readFileSync('/proc/none');
    t.fail('it is there');
  } catch (error) {
    t.equal(errorCodeOf(error), 'ENOENT');
  }
  t.end();
});
