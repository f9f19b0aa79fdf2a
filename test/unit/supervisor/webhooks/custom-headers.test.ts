import t from 'tap';
import { headersFault } from '@whatsapp-service/supervisor/webhooks/custom-headers.ts';

t.test('ordinary headers are taken', async (t) => {
  t.equal(headersFault({}), undefined);
  t.equal(headersFault({ Authorization: 'Bearer abc.def', 'X-Tenant': 'a b' }), undefined);
});

t.test('what could smuggle in another header is refused, and never echoed', async (t) => {
  for (const value of ['a\r\nx: y', 'a\nb', 'a\u0000b', '', ' a', 'a ', 'é', 'x'.repeat(2_049)]) {
    const fault = headersFault({ 'x-key': value });
    t.match(fault, { name: 'x-key', message: /visible ASCII/ });
    t.notMatch(fault?.message, /x: y/);
  }
  for (const name of ['a b', 'a:', 'a\r\nb', '', 'é']) t.match(headersFault({ [name]: 'v' }), { name: '' }, name);
});

t.test('the headers of the service and of the connection are its own', async (t) => {
  for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'Webhook-Signature', 'webhook-id', 'content-type', 'connection']) {
    t.match(headersFault({ [name]: 'v' }), { name, message: /sets itself/ });
  }
  t.match(headersFault({ a: '1', A: '2' }), { message: 'is there twice' });
  const many = Object.fromEntries(Array.from({ length: 21 }, (_unused, index) => [`x-${index}`, 'v']));
  t.match(headersFault(many), { message: /at most 20/ });
});
