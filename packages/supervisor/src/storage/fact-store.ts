import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Small named values that outlive the process, each a JSON value. */
export class FactStore {
  readonly #select: StatementSync;
  readonly #upsert: StatementSync;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('SELECT value FROM facts WHERE name = ?');
    this.#upsert = database.prepare(
      'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
  }

  /** The value, to be validated by the caller, or undefined where none was written. */
  read(name: string): unknown {
    const value = this.#select.get(name)?.['value'];
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  }

  write(name: string, value: unknown): void {
    this.#upsert.run(name, JSON.stringify(value));
  }
}
