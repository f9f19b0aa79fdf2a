import { createHash, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate for web.whatsapp.com and its key, both PEM. */
export type Certificate = { cert: string; key: string };

const hostname = 'web.whatsapp.com';
const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;
const lifetimeMs = 365 * 24 * 60 * 60 * 1000;
const dnsName = 2;

/** Makes a self-signed EC certificate. */
export async function createCertificate(now = new Date()): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: hostname }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - renewBeforeMs),
    notAfterDate: new Date(now.getTime() + lifetimeMs),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: dnsName, value: hostname }] }],
  });
  return { cert, key };
}

/** Whether a kept certificate is good for another month. */
export function isFresh({ cert }: Certificate, now = new Date()): boolean {
  return new X509Certificate(cert).validToDate.getTime() - now.getTime() > renewBeforeMs;
}

/** What Chromium's --ignore-certificate-errors-spki-list takes: base64 of SHA-256 of the DER public key. */
export function spkiFingerprint({ cert }: Certificate): string {
  const der = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('base64');
}
