import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { ApiKeys } from '../config/api-keys.ts';
import { ApiKeyExpired } from '../supervisor-errors.ts';
import type { Caller } from './caller.ts';
import type { ManagedKeys } from './managed-keys.ts';

export interface KeyRingOptions {
  readonly settings: Pick<ApiKeys, 'idOf' | 'hasId'>;
  readonly managed: Pick<ManagedKeys, 'find' | 'byId' | 'noteUse'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Every key that opens something: those of the settings, which may do everything, and the managed ones. */
export class KeyRing {
  readonly #options: KeyRingOptions;

  constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  /** Whose key a text from a request is, or undefined; throws ApiKeyExpired. */
  find(key: string): Caller | undefined {
    const { settings, managed } = this.#options;
    const settingsId = settings.idOf(key);
    const caller = settingsId === undefined ? managed.find(key) : ofSettings(settingsId);
    if (caller !== undefined && !this.#isGood(caller)) throw new ApiKeyExpired();
    return caller;
  }

  /** The same by the key's id, as a sign-in remembers it; an expired key is none. */
  byId(keyId: string): Caller | undefined {
    const { settings, managed } = this.#options;
    const caller = settings.hasId(keyId) ? ofSettings(keyId) : managed.byId(keyId);
    return caller !== undefined && this.#isGood(caller) ? caller : undefined;
  }

  /** A request came with it. */
  noteUse({ keyId }: Caller): void {
    this.#options.managed.noteUse(keyId);
  }

  #isGood({ expiresMs }: Caller): boolean {
    return expiresMs === null || expiresMs > this.#options.clock.now();
  }
}

function ofSettings(keyId: string): Caller {
  return { keyId, name: 'API_KEYS', scopes: ['admin'], sessionPrefix: null, expiresMs: null };
}
