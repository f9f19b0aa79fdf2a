import { assertKeysMatch, parseQrCode } from '@whatsapp-service/simulator/linking/qr-code.ts';
import { newPairingCode, normalisePairingCode } from '@whatsapp-service/simulator/linking/pairing-code.ts';
import t from 'tap';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const text = ['2@abc/+==', key(1), key(2), key(3), '1'].join(',');

t.test('a QR text has five parts', async (test) => {
  test.strictSame(parseQrCode(` ${text}\n`), { ref: '2@abc/+==', noise: key(1), identity: key(2), advSecret: key(3), platform: '1' });
});

t.test('a malformed QR text is refused with what is wrong in it', async (test) => {
  const wrong = { '': /1 of 5/, 'a,b': /2 of 5/, [`${text},x`]: /6 of 5/, [text.replace('2@abc/+==', 'undefined')]: /ref is missing/ };
  for (const [bad, message] of Object.entries(wrong)) test.throws(() => parseQrCode(bad), { code: 'SIM_QR_MALFORMED', message });
  test.throws(() => parseQrCode(text.replace(key(2), 'short')), { message: /identity key is not 32 bytes/ });
  test.throws(() => parseQrCode(text.replace(key(3), '')), { message: /secret is missing/ });
});

t.test('the keys have to be those of the page', async (test) => {
  const qr = parseQrCode(text);
  assertKeysMatch(qr, qr);
  for (const part of ['noise', 'identity', 'advSecret'] as const) {
    test.throws(() => assertKeysMatch(qr, { ...qr, [part]: key(9) }), { code: 'SIM_QR_FORGED' });
  }
});

t.test('a pairing code can be typed in any way that people type', async (test) => {
  const code = newPairingCode();
  test.match(code, /^[1-9A-HJ-NP-TV-Z]{8}$/);
  test.equal(normalisePairingCode(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `), code);
});
