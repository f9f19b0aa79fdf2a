import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseApiKeys } from '../config/api-key-list.ts';
import type { Settings } from '../config/settings.ts';
import { CliFailure } from './cli-failure.ts';
import { codeOf } from './code-of.ts';
import { exitCodes } from './exit-codes.ts';
import type { Trust } from './trusting-fetch.ts';

/** Where the service is, and what opens it. */
export interface Connection {
  readonly url: URL;
  readonly key: string;
  /** Undefined: of HTTPS, what is signed by one of the authorities that everybody knows. */
  readonly trust?: Trust | undefined;
}

/** What is given on the command line. */
export interface ConnectionOptions {
  readonly url?: string;
  readonly keyFile?: string;
  readonly caFile?: string;
}

export interface ConnectionSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** Read only where something is needed of them: elsewhere than on the service's machine there are none. */
  readonly settings: () => Pick<Settings, 'host' | 'port' | 'apiKeys' | 'dataDir'> & {
    readonly http: Pick<Settings['http'], 'basePath' | 'tls'>;
  };
}

/** Finds the service's address and a key; throws CliFailure. */
export function connectionOf(options: ConnectionOptions, sources: ConnectionSources): Connection {
  const given = options.url ?? present(sources.env['WHATSAPP_SERVICE_URL']);
  const url = given === undefined ? urlHere(sources) : parsedUrl(given);
  // The key of this machine's service is nobody else's business.
  const isElsewhere = given !== undefined && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const key = keyNamed(options, sources) ?? (isElsewhere ? noKeyFor(url) : keyHere(sources));
  return { url, key, trust: url.protocol === 'https:' ? trustOf(options, sources, given === undefined) : undefined };
}

/** This machine's own service is called by an address that its certificate need not name: it has to show that very certificate. */
function trustOf(options: ConnectionOptions, { env, cwd, settings }: ConnectionSources, isHere: boolean): Trust | undefined {
  const named = options.caFile ?? present(env['WHATSAPP_SERVICE_CA_FILE']);
  if (named !== undefined) return { ca: certificatesIn(resolve(cwd, named)), isExact: false };
  const own = isHere ? settings().http.tls?.certFile : undefined;
  return own === undefined ? undefined : { ca: certificatesIn(own), isExact: true };
}

function certificatesIn(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    // Node itself ignores a file that holds none.
    void new X509Certificate(text);
    return text;
  } catch (error) {
    throw usage(`No certificate can be read from ${path} (${codeOf(error)}): name a file in PEM with --ca-file.`);
  }
}

function urlHere({ settings }: ConnectionSources): URL {
  const { host, port, http } = settings();
  if (port === 0) throw usage('PORT is 0, so the service listens on a port of its own choice: name its address with --url.');
  return new URL(`${http.tls === undefined ? 'http' : 'https'}://${hostInUrl(host)}:${port}${http.basePath}/`);
}

function parsedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.search === '' && url.hash === '';
  if (!isPlain)
    throw usage('The address of the service must be an http or https URL without query and fragment, such as http://127.0.0.1:3000.');
  if (url.username !== '' || url.password !== '')
    throw usage('The address of the service must have no user and password; the key comes from --key-file.');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** An address that means "all of this machine" is none to call. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function keyNamed(options: ConnectionOptions, { env, cwd }: ConnectionSources): string | undefined {
  const file = options.keyFile ?? present(env['WHATSAPP_SERVICE_KEY_FILE']);
  if (file !== undefined) return keyIn(resolve(cwd, file));
  const inEnvironment = present(env['WHATSAPP_SERVICE_KEY']);
  return inEnvironment === undefined ? undefined : firstKey(inEnvironment, 'WHATSAPP_SERVICE_KEY');
}

function keyHere({ settings }: ConnectionSources): string {
  const { apiKeys, dataDir } = settings();
  return apiKeys?.[0] ?? keyIn(join(dataDir, 'api-key'));
}

function noKeyFor(url: URL): never {
  throw usage(`The key for ${url.host} is not known: name a file that holds it with --key-file, or set WHATSAPP_SERVICE_KEY.`);
}

function keyIn(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw usage(
      `The API key cannot be read from ${path} (${codeOf(error)}): run this as the user of the service, or name another file with --key-file.`,
    );
  }
  return firstKey(text, path);
}

function firstKey(text: string, source: string): string {
  const parsed = parseApiKeys(text);
  if ('fault' in parsed) throw usage(`${source} must hold an API key; ${parsed.fault}.`);
  const [key] = parsed.keys;
  if (key === undefined) throw usage(`${source} must hold an API key.`);
  return key;
}

function present(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function usage(message: string): CliFailure {
  return new CliFailure(exitCodes.usage, message);
}
