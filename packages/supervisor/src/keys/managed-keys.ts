import { randomBytes } from 'node:crypto';
import type { ManagedKeyView } from '@whatsapp-service/shared/api/managed-key-view.ts';
import { isoTime, isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { InvalidRequest, KeyNotFound, StorageUnavailable, TooManyKeys } from '../supervisor-errors.ts';
import type { Caller } from './caller.ts';
import type { ManagedKey, ManagedKeyStore } from './managed-key-store.ts';
import type { Scope } from './scope.ts';
import { secretHashOf } from './secret-hash.ts';

export interface ManagedKeysOptions {
  readonly store: Pick<ManagedKeyStore, 'loadAll' | 'add' | 'noteUse' | 'remove'>;
  readonly clock: Pick<Clock, 'now'>;
  /** What the disk says while it refuses. */
  readonly storageFault: () => string | undefined;
}

/** What a key is made of. */
export interface NewManagedKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly sessionPrefix?: string | null;
  /** Milliseconds since the epoch. */
  readonly expiresMs?: number | null;
}

/** All are in memory, so that no request waits for the disk. */
const mostKeys = 1_000;
/** A flush of the disk for each request would cost more than all the rest; nobody needs the second of the last use. */
const useNotedEveryMs = 60_000;

/** The keys that are made, listed and revoked by the API. */
export class ManagedKeys {
  readonly #options: ManagedKeysOptions;
  readonly #byId = new Map<string, ManagedKey>();
  readonly #byHash = new Map<string, ManagedKey>();

  constructor(options: ManagedKeysOptions) {
    this.#options = options;
    for (const key of options.store.loadAll()) this.#keep(key);
  }

  /** Makes a key, which is in this answer alone; throws InvalidRequest, TooManyKeys or StorageUnavailable. */
  create({ name, scopes, sessionPrefix = null, expiresMs = null }: NewManagedKey): ManagedKeyView & { readonly key: string } {
    const nowMs = this.#options.clock.now();
    if (expiresMs !== null && expiresMs <= nowMs) throw new InvalidRequest('"expires_at" has to be in the future.');
    if (sessionPrefix !== null && scopes.includes('admin')) {
      throw new InvalidRequest('"session_prefix" does not go with the scope "admin", which is about the service as a whole.');
    }
    if (this.#byId.size >= mostKeys) throw new TooManyKeys(mostKeys);
    const fault = this.#options.storageFault();
    if (fault !== undefined) throw new StorageUnavailable(fault);
    const key = `wak_${randomBytes(32).toString('base64url')}`;
    const id = `key_${randomBytes(9).toString('base64url')}`;
    const made = { id, hash: secretHashOf(key), name, scopes, sessionPrefix, createdMs: nowMs, expiresMs, lastUsedMs: null };
    this.#options.store.add(made);
    this.#keep(made);
    return { ...viewOf(made), key };
  }

  /** The oldest first. */
  list(): ManagedKeyView[] {
    return [...this.#byId.values()].map(viewOf);
  }

  /** Throws KeyNotFound. */
  get(id: string): ManagedKeyView {
    return viewOf(this.#get(id));
  }

  /** The key opens nothing from now on, and what it signed in ends; throws KeyNotFound. */
  revoke(id: string): void {
    const key = this.#get(id);
    // In memory first: also while the disk refuses, it opens nothing any more.
    this.#byId.delete(id);
    this.#byHash.delete(key.hash);
    this.#options.store.remove(id);
  }

  /** Whose key a text is, an expired one included; undefined where it is none. Looked up by its hash: how long that takes tells nothing of the keys. */
  find(key: string): Caller | undefined {
    const found = this.#byHash.get(secretHashOf(key));
    return found === undefined ? undefined : callerOf(found);
  }

  byId(id: string): Caller | undefined {
    const found = this.#byId.get(id);
    return found === undefined ? undefined : callerOf(found);
  }

  /** A request came with it. */
  noteUse(id: string): void {
    const key = this.#byId.get(id);
    const nowMs = this.#options.clock.now();
    if (key === undefined || nowMs - (key.lastUsedMs ?? 0) < useNotedEveryMs) return;
    this.#keep({ ...key, lastUsedMs: nowMs });
    this.#options.store.noteUse(id, nowMs);
  }

  #get(id: string): ManagedKey {
    const key = this.#byId.get(id);
    if (key === undefined) throw new KeyNotFound(id);
    return key;
  }

  #keep(key: ManagedKey): void {
    this.#byId.set(key.id, key);
    this.#byHash.set(key.hash, key);
  }
}

function viewOf({ id, name, scopes, sessionPrefix, createdMs, expiresMs, lastUsedMs }: ManagedKey): ManagedKeyView {
  return {
    id,
    name,
    scopes: [...scopes],
    session_prefix: sessionPrefix,
    created_at: isoTime(createdMs),
    expires_at: isoTimeOrNull(expiresMs),
    last_used_at: isoTimeOrNull(lastUsedMs),
  };
}

function callerOf({ id, name, scopes, sessionPrefix, expiresMs }: ManagedKey): Caller {
  return { keyId: id, name, scopes, sessionPrefix, expiresMs };
}
