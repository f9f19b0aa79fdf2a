import { directPaths } from './base-path.ts';
import { faultIn } from './raw-settings.ts';
import type { RawSettings } from './settings-schema.ts';
import { parseTrustProxy } from './trust-proxy.ts';

/** Where the certificate lies, and its key. */
export interface TlsSettings {
  readonly certFile: string;
  readonly keyFile: string;
}

/** How HTTP is served, besides where; 0 sets no limit. */
export interface HttpSettings {
  /** The path of the host below which the service answers, with a slash at its beginning and none at its end; '' where it has the host to itself. */
  readonly basePath: string;
  /** How many proxies there are, or which addresses are theirs; undefined: nobody's headers are believed. */
  readonly trustProxy: number | readonly string[] | undefined;
  /** Requests a minute. */
  readonly perKey: number;
  readonly perAddress: number;
  /** Wrong keys that are answered at once. */
  readonly wrongKeys: number;
  readonly overloadLoopDelayMs: number;
  readonly overloadHeapBytes: number;
  /** Undefined: HTTP without TLS. */
  readonly tls?: TlsSettings | undefined;
}

/** The settings of HTTP; throws SettingInvalid. */
export function httpOf(raw: RawSettings, folder: (path: string) => string): HttpSettings {
  return {
    basePath: basePathOf(raw),
    trustProxy: trustProxyOf(raw),
    perKey: raw.RATE_LIMIT_PER_KEY,
    perAddress: raw.RATE_LIMIT_PER_ADDRESS,
    wrongKeys: raw.WRONG_KEYS_PER_ADDRESS,
    overloadLoopDelayMs: raw.OVERLOAD_LOOP_DELAY_MS,
    overloadHeapBytes: raw.OVERLOAD_HEAP_MB * 1024 * 1024,
    tls: tlsOf(raw, folder),
  };
}

function basePathOf({ BASE_PATH: path = '' }: RawSettings): string {
  if (directPaths.includes(path)) throw faultIn('BASE_PATH', `it is "${path}", which the service answers at its port in any case`);
  return path;
}

function tlsOf({ TLS_CERT_FILE: cert, TLS_KEY_FILE: key }: RawSettings, folder: (path: string) => string): TlsSettings | undefined {
  if (cert !== undefined && key !== undefined) return { certFile: folder(cert), keyFile: folder(key) };
  if (cert !== undefined) throw faultIn('TLS_KEY_FILE', 'it is missing, and TLS_CERT_FILE needs it');
  if (key !== undefined) throw faultIn('TLS_CERT_FILE', 'it is missing, and TLS_KEY_FILE needs it');
  return undefined;
}

function trustProxyOf({ TRUST_PROXY: text }: RawSettings): HttpSettings['trustProxy'] {
  if (text === undefined) return undefined;
  const parsed = parseTrustProxy(text);
  if (parsed === undefined) throw faultIn('TRUST_PROXY', `it is "${text}"`);
  return parsed;
}
