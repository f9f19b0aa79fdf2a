import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { directWrites } from './writes.ts';
import type { Writes } from './writes.ts';

/** Small named values that outlive the process, each a JSON value. */
export class FactStore {
  readonly #writes: Writes;
  readonly #select: StatementSync;
  readonly #upsert: StatementSync;

  constructor(database: DatabaseSync, writes: Writes = directWrites) {
    this.#writes = writes;
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

  /** One more than the value of before, which is kept; the first is 1. */
  countUp(name: string): number {
    const value = this.read(name);
    const next = (typeof value === 'number' ? value : 0) + 1;
    this.write(name, next);
    return next;
  }

  write(name: string, value: unknown): void {
    this.#writes.write(() => {
      this.#upsert.run(name, JSON.stringify(value));
      return undefined;
    }, `fact ${name}`);
  }
}
