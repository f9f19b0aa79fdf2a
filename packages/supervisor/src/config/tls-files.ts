import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import type { TlsSettings } from './http-settings.ts';
import { faultIn } from './raw-settings.ts';

/** What a server that speaks TLS shows and proves, in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** Reads the certificate and its key; throws SettingInvalid where they are not to be read or do not belong together. */
export function readTlsFiles({ certFile, keyFile }: TlsSettings): TlsFiles {
  const cert = contentOf('TLS_CERT_FILE', certFile);
  const key = contentOf('TLS_KEY_FILE', keyFile);
  if (!certificateIn(cert, certFile).checkPrivateKey(privateKeyIn(key, keyFile))) {
    throw faultIn('TLS_KEY_FILE', `the key in ${keyFile} is that of another certificate than the first one in ${certFile}`);
  }
  return { cert, key };
}

function contentOf(name: 'TLS_CERT_FILE' | 'TLS_KEY_FILE', path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw faultIn(name, `${path} cannot be read (${errorCodeOf(error) ?? String(error)})`);
  }
}

function certificateIn(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw faultIn('TLS_CERT_FILE', `${path} begins with no certificate that can be read`);
  }
}

/** Why it cannot be read is not told: it is a secret. */
function privateKeyIn(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw faultIn('TLS_KEY_FILE', `${path} holds no private key that can be read`);
  }
}
