import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { ApiKeys } from '../config/api-keys.ts';
import type { FactStore } from '../storage/fact-store.ts';

/** A signed-in browser: what its cookie stands for. The token itself is not kept. */
interface Kept {
  readonly tokenHash: string;
  readonly keyId: string;
  readonly expiresMs: number;
}

export interface BrowserSessionsOptions {
  readonly facts: Pick<FactStore, 'read' | 'write'>;
  readonly keys: Pick<ApiKeys, 'idOf' | 'hasId'>;
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

  /** The token for a new cookie, or undefined where the key is none. */
  signIn(apiKey: string): { readonly token: string; readonly expiresMs: number } | undefined {
    const keyId = this.#options.keys.idOf(apiKey);
    if (keyId === undefined) return undefined;
    const token = randomBytes(32).toString('base64url');
    const expiresMs = this.#options.clock.now() + browserSessionMs;
    this.#kept.set(hashOf(token), { tokenHash: hashOf(token), keyId, expiresMs });
    this.#save();
    return { token, expiresMs };
  }

  /** Until when a token is good, in milliseconds since the epoch; undefined where it is not. A key that is no longer valid ends its sign-ins. */
  expiryOf(token: string): number | undefined {
    const kept = this.#kept.get(hashOf(token));
    return kept !== undefined && this.#isGood(kept) ? kept.expiresMs : undefined;
  }

  signOut(token: string): void {
    if (this.#kept.delete(hashOf(token))) this.#save();
  }

  #isGood({ keyId, expiresMs }: Kept): boolean {
    return expiresMs > this.#options.clock.now() && this.#options.keys.hasId(keyId);
  }

  #save(): void {
    for (const kept of [...this.#kept.values()]) if (!this.#isGood(kept)) this.#kept.delete(kept.tokenHash);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostSessions) break;
      this.#kept.delete(oldest);
    }
    this.#options.facts.write(factName, [...this.#kept.values()]);
  }
}

/** Looked up by its hash: how long a look-up takes tells nothing of the tokens. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { tokenHash, keyId, expiresMs } = value as Partial<Record<keyof Kept, unknown>>;
  return typeof tokenHash === 'string' && typeof keyId === 'string' && typeof expiresMs === 'number';
}
