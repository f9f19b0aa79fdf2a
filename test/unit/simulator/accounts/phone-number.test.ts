import { parsePhoneNumber } from '@whatsapp-service/simulator/accounts/phone-number.ts';
import t from 'tap';

t.test('a number may be bare, with a plus, or a WhatsApp id', async (test) => {
  for (const text of ['15550000001', '+15550000001', ' 15550000001 ', '15550000001@c.us', '15550000001@s.whatsapp.net']) {
    test.equal(parsePhoneNumber(text), '15550000001');
  }
});

t.test('anything else is refused with its text', async (test) => {
  for (const text of ['', '1234', '1'.repeat(16), '1555 000', 'abc', '15550000001@g.us', '++15550000001']) {
    test.throws(() => parsePhoneNumber(text), {
      code: 'SIM_NUMBER_INVALID',
      message: new RegExp(`^"${text.replaceAll('+', String.raw`\+`)}"`),
    });
  }
});
