import { integer, optionalText, text } from './setting-rows.ts';

/** The settings of HTTP. */
export const httpRows = {
  HOST: text({
    group: 'HTTP',
    description: 'The address to listen on. Use 0.0.0.0 only with TLS_CERT_FILE, or behind a proxy that speaks TLS.',
    allowed: 'an IP address or a host name, such as 127.0.0.1, 0.0.0.0 or ::1',
    default: '127.0.0.1',
    pattern: '^[A-Za-z0-9._:-]+$',
  }),
  PORT: integer(0, 65_535, {
    group: 'HTTP',
    description: 'The port to listen on; 0 takes a free one.',
    default: 3000,
  }),
  BASE_PATH: optionalText({
    group: 'HTTP',
    description:
      'The path below which the service answers, for a proxy that has other programs under the same name: the API, the status page and the reference then begin with it, and all else is 404. The proxy passes it on as it is. /livez, /readyz and /metrics are answered without it as well.',
    allowed:
      'a path that begins with a slash and ends with none, of at most 200 letters, digits, "-", "_", "." and "~", such as /whatsapp or /tools/whatsapp; leave it out for none',
    defaultText: 'none: the service has the host to itself',
    example: '/whatsapp',
    // None of it has to be encoded in a URL, and no part of it goes up.
    pattern: String.raw`^(?=.{1,200}$)(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+$`,
  }),
  TLS_CERT_FILE: optionalText({
    group: 'HTTP',
    description:
      'The certificate with which the service itself speaks HTTPS, and HTTPS alone, with those between it and its authority behind it; read at the start. Without it the service speaks HTTP, for this machine or a proxy that speaks TLS.',
    allowed: 'a file with a certificate in PEM',
    defaultText: 'none: HTTP',
    example: '/etc/ssl/whatsapp-service/fullchain.pem',
  }),
  TLS_KEY_FILE: optionalText({
    group: 'HTTP',
    description: 'The private key of the certificate in TLS_CERT_FILE.',
    allowed: 'a file with the private key of the certificate in TLS_CERT_FILE, in PEM and without a passphrase',
    defaultText: 'none; required with TLS_CERT_FILE',
    example: '/etc/ssl/whatsapp-service/privkey.pem',
  }),
  API_KEYS: optionalText({
    group: 'HTTP',
    description:
      'Keys that callers send in the header x-api-key, separated by commas; several allow one to be replaced without a gap. Without this setting a key is made at the first start, kept in DATA_DIR/api-key and shown once.',
    allowed: 'one or more keys of 16 to 512 visible ASCII characters, separated by commas',
    defaultText: 'made at the first start',
    example: 'a-long-random-key-of-your-own',
    secret: true,
  }),
  TRUST_PROXY: optionalText({
    group: 'HTTP',
    description:
      'Whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host are believed: how many proxies there are, or their addresses. Without it nobody’s: then every caller behind a proxy has its address, in limits and in the audit log.',
    allowed:
      'a number of proxies from 1 to 10, or their IP addresses, networks such as 10.0.0.0/8, or loopback, linklocal and uniquelocal, separated by commas',
    defaultText: 'none is believed',
    example: 'loopback,10.0.0.0/8',
  }),
  RATE_LIMIT_PER_KEY: integer(0, 10_000_000, {
    group: 'HTTP',
    description: 'How many requests a key may make in a minute, those of browsers that signed in with it included; 0 sets no limit.',
    default: 0,
  }),
  RATE_LIMIT_PER_ADDRESS: integer(0, 10_000_000, {
    group: 'HTTP',
    description:
      'How many requests an address (of IPv6 a /64 network) may make in a minute, those without a key included; 0 sets no limit. /livez and /readyz are always answered.',
    default: 0,
  }),
  WRONG_KEYS_PER_ADDRESS: integer(0, 1_000_000, {
    group: 'HTTP',
    description:
      'How many wrong keys an address may send, and how many sign-ins may fail, before it has to wait: 1 s, then twice as long with each, 60 s at most. 0 sets no limit.',
    default: 10,
  }),
  OVERLOAD_LOOP_DELAY_MS: integer(0, 60_000, {
    group: 'HTTP',
    description:
      'How late the service may be with all of its work, in milliseconds, on average over a second, before it answers the API with 503 and Retry-After; 0 never does.',
    default: 1_000,
  }),
  OVERLOAD_HEAP_MB: integer(0, 65_536, {
    group: 'HTTP',
    description: 'The same for the memory that its own process takes for JavaScript, in megabytes; 0 never does.',
    default: 0,
  }),
};
