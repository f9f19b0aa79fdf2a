import type { LookupAddress } from 'node:dns';
import { lookup as resolveHost } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { bareHost } from './allowed-hosts.ts';
import type { AllowedHost } from './allowed-hosts.ts';
import { isPublicAddress } from './public-address.ts';

/** Asks for all addresses of a host name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** A host resolves to nothing that may be called. */
class AddressForbidden extends Error {
  readonly code = 'ADDRESS_FORBIDDEN';
}

const resolveBySystem: Resolve = async (host) => resolveHost(host, { all: true, verbatim: true });

/** Decides which addresses the service calls at somebody else's wish: public ones, and those that the operator allows. */
export class AddressGuard {
  readonly #allowed: readonly AllowedHost[];
  readonly #resolve: Resolve;
  readonly #setting: string;
  readonly #asked = new Map<string, Promise<LookupAddress[]>>();

  /** `setting` is where the operator allows hosts. */
  constructor(allowed: readonly AllowedHost[], resolve: Resolve = resolveBySystem, setting = 'WEBHOOK_ALLOWED_HOSTS') {
    this.#allowed = allowed;
    this.#setting = setting;
    this.#resolve = resolve;
  }

  /** What is wrong with a URL as far as it can be told without asking DNS, as the end of a sentence. */
  faultOf(text: string): string | undefined {
    if (!URL.canParse(text)) return 'it is no URL';
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'it is neither http nor https';
    if (url.username !== '' || url.password !== '') return 'it has a user or a password; send them in a header';
    const host = bareHost(url.hostname);
    if (isIP(host) !== 0 && !this.#mayCall(host, host, portOf(url))) return this.#forbidden(host);
    return undefined;
  }

  /** The same, and what its name resolves to now; a name that cannot be resolved now is no fault. */
  async faultOfResolved(text: string): Promise<string | undefined> {
    const fault = this.faultOf(text);
    if (fault !== undefined) return fault;
    const url = new URL(text);
    const host = bareHost(url.hostname);
    if (isIP(host) !== 0) return undefined;
    const addresses = await this.#resolveOnce(host).catch(() => []);
    if (addresses.length === 0 || addresses.some(({ address }) => this.#mayCall(host, address, portOf(url)))) return undefined;
    return this.#forbidden(host);
  }

  /** What a connection to the URL resolves its host with: it is handed only addresses that it may call, so that no second answer of DNS can change them. */
  lookupFor(url: URL): LookupFunction {
    return (hostname, options, callback) => {
      const answer = async (): Promise<void> => {
        const found = await this.#addressesOf(bareHost(hostname), portOf(url));
        if (found instanceof Error) callback(found, []);
        else if (options.all === true) callback(null, [...found]);
        else callback(null, found[0].address, found[0].family);
      };
      void answer();
    };
  }

  /** Those that may be called, or why there are none. */
  async #addressesOf(host: string, port: number): Promise<Error | readonly [LookupAddress, ...LookupAddress[]]> {
    try {
      const found = await this.#resolveOnce(host);
      const [first, ...more] = found.filter(({ address }) => this.#mayCall(host, address, port));
      return first === undefined ? new AddressForbidden(this.#forbidden(host)) : [first, ...more];
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Questions for one host at one time share an answer: a resolver that hangs for one host takes one of the process's few threads, not all. */
  async #resolveOnce(host: string): Promise<LookupAddress[]> {
    const asked = this.#asked.get(host) ?? this.#resolve(host).finally(() => this.#asked.delete(host));
    this.#asked.set(host, asked);
    return asked;
  }

  #forbidden(host: string): string {
    return `its host ${host} has no public address, and ${this.#setting} does not allow it`;
  }

  #mayCall(host: string, address: string, port: number): boolean {
    return isPublicAddress(address) || this.#allowed.some((allowed) => isMatch(allowed, host, address, port));
  }
}

function isMatch(allowed: AllowedHost, host: string, address: string, port: number): boolean {
  if ('range' in allowed) {
    const parsed = ipaddr.process(address);
    return parsed.kind() === allowed.range[0].kind() && parsed.match(allowed.range);
  }
  return allowed.host === host.toLowerCase() && (allowed.port === undefined || allowed.port === port);
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
