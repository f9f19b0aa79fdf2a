import { createCertificate, isFresh, spkiFingerprint } from '@whatsapp-service/simulator/web/certificate.ts';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import t from 'tap';

t.test('a certificate is for web.whatsapp.com, with an EC key of its own', async (test) => {
  const certificate = await createCertificate();
  const parsed = new X509Certificate(certificate.cert);
  test.equal(parsed.checkHost('web.whatsapp.com'), 'web.whatsapp.com');
  test.equal(parsed.publicKey.asymmetricKeyType, 'ec');
  test.ok(parsed.checkPrivateKey(createPrivateKey(certificate.key)));
  test.match(spkiFingerprint(certificate), /^[\w+/]{43}=$/);
  test.not(spkiFingerprint(certificate), spkiFingerprint(await createCertificate()));
});

t.test('a kept certificate is renewed a month before it ends', async (test) => {
  const certificate = await createCertificate(new Date('2026-01-01'));
  test.ok(isFresh(certificate, new Date('2026-11-01')));
  test.notOk(isFresh(certificate, new Date('2026-12-20')));
  test.notOk(isFresh(certificate, new Date('2027-02-01')));
});
