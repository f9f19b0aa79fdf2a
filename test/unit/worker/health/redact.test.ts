import t from 'tap';
import { redact } from '@whatsapp-service/worker/health/redact.ts';

t.test('numbers, ids, keys and queries are left out, the rest stays', async (t) => {
  t.equal(redact('Chat 15550000001@c.us failed with 404'), 'Chat …@c.us failed with 404');
  t.equal(redact('call +1 (555) 000-0001 now'), 'call … now');
  t.equal(redact('GET https://web.whatsapp.com/a?token=x#y failed'), 'GET https://web.whatsapp.com/a failed');
  t.equal(redact(`key ${'aB3_'.repeat(12)} end`), 'key … end');
  t.equal(redact('x '.repeat(400)).length, 300);
});
