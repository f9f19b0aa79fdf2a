import { randomBytes } from 'node:crypto';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Caller } from '../keys/caller.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { secretHashOf } from '../keys/secret-hash.ts';
import type { FactStore } from '../storage/fact-store.ts';

/** A signed-in browser: what its cookie stands for. The token itself is not kept. */
interface Kept {
  readonly tokenHash: string;
  readonly keyId: string;
  readonly expiresMs: number;
}

/** What a cookie is good for: what its key is good for, until `expiresMs`. */
export interface SignedIn {
  readonly caller: Caller;
  readonly expiresMs: number;
}

export interface BrowserSessionsOptions {
  readonly facts: Pick<FactStore, 'read' | 'write'>;
  readonly keys: Pick<KeyRing, 'find' | 'byId'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A working day: whoever signed in in the morning is not asked again before the evening. */
const browserSessionMs = 12 * 60 * 60_000;
/** The oldest sign-ins end when there are more. */
const mostSessions = 200;
const factName = 'browser_sessions';

/** The browsers that are signed in to the status page; they stay so over a restart of the service. */
export class BrowserSessions {
  readonly #options: BrowserSessionsOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: BrowserSessionsOptions) {
    this.#options = options;
    const stored = options.facts.read(factName);
    for (const each of Array.isArray(stored) ? stored : []) if (isKept(each)) this.#kept.set(each.tokenHash, each);
  }

  /** The token for a new cookie, which ends with its key at the latest, or undefined where the key is none; throws ApiKeyExpired. */
  signIn(apiKey: string): (SignedIn & { readonly token: string }) | undefined {
    const caller = this.#options.keys.find(apiKey);
    if (caller === undefined) return undefined;
    const token = randomBytes(32).toString('base64url');
    const expiresMs = Math.min(this.#options.clock.now() + browserSessionMs, caller.expiresMs ?? Infinity);
    this.#kept.set(secretHashOf(token), { tokenHash: secretHashOf(token), keyId: caller.keyId, expiresMs });
    this.#save();
    return { token, caller, expiresMs };
  }

  /** What a token stands for; undefined where it is not good. A key that is no longer valid ends its sign-ins. */
  find(token: string): SignedIn | undefined {
    const kept = this.#kept.get(secretHashOf(token));
    return kept === undefined ? undefined : this.#goodOne(kept);
  }

  signOut(token: string): void {
    if (this.#kept.delete(secretHashOf(token))) this.#save();
  }

  #goodOne({ keyId, expiresMs }: Kept): SignedIn | undefined {
    const caller = expiresMs > this.#options.clock.now() ? this.#options.keys.byId(keyId) : undefined;
    return caller === undefined ? undefined : { caller, expiresMs };
  }

  #save(): void {
    for (const kept of [...this.#kept.values()]) if (this.#goodOne(kept) === undefined) this.#kept.delete(kept.tokenHash);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostSessions) break;
      this.#kept.delete(oldest);
    }
    this.#options.facts.write(factName, [...this.#kept.values()]);
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { tokenHash, keyId, expiresMs } = value as Partial<Record<keyof Kept, unknown>>;
  return typeof tokenHash === 'string' && typeof keyId === 'string' && typeof expiresMs === 'number';
}
