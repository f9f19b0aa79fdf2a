import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Writes } from '../storage/writes.ts';
import { isScope } from './scope.ts';
import type { Scope } from './scope.ts';

/** A key that was made by the API, as it is kept: never the key itself. Times in milliseconds since the epoch. */
export interface ManagedKey {
  readonly id: string;
  /** SHA-256 of the key, in base64url. */
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly sessionPrefix: string | null;
  readonly createdMs: number;
  readonly expiresMs: number | null;
  readonly lastUsedMs: number | null;
}

/** The managed keys in the database. */
export class ManagedKeyStore {
  readonly #writes: Writes;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #use: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync, writes: Writes) {
    this.#writes = writes;
    this.#select = database.prepare('SELECT * FROM api_keys ORDER BY created_ms, id');
    this.#insert = database.prepare(
      'INSERT INTO api_keys (id, hash, name, scopes, session_prefix, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#use = database.prepare('UPDATE api_keys SET last_used_ms = ? WHERE id = ?');
    this.#delete = database.prepare('DELETE FROM api_keys WHERE id = ?');
  }

  /** Every key; a scope that this release does not know is left out. */
  loadAll(): ManagedKey[] {
    return this.#select.all().map((row) => ({
      id: String(row['id']),
      hash: String(row['hash']),
      name: String(row['name']),
      scopes: String(row['scopes']).split(',').filter(isScope),
      sessionPrefix: typeof row['session_prefix'] === 'string' ? row['session_prefix'] : null,
      createdMs: Number(row['created_ms']),
      expiresMs: numberOrNull(row['expires_ms']),
      lastUsedMs: numberOrNull(row['last_used_ms']),
    }));
  }

  add({ id, hash, name, scopes, sessionPrefix, createdMs, expiresMs }: ManagedKey): void {
    this.#writes.write(() => {
      this.#insert.run(id, hash, name, scopes.join(','), sessionPrefix, createdMs, expiresMs);
      return undefined;
    });
  }

  /** Soon: no request waits for the disk because of it. */
  noteUse(id: string, nowMs: number): void {
    this.#writes.writeSoon(() => {
      this.#use.run(nowMs, id);
      return undefined;
    }, `use of key ${id}`);
  }

  remove(id: string): void {
    this.#writes.write(() => {
      this.#delete.run(id);
      return undefined;
    });
  }
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
