import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The statements of a store, each prepared once, under the names of their texts. */
export function prepareAll<Name extends string>(
  database: DatabaseSync,
  sql: Readonly<Record<Name, string>>,
): Readonly<Record<Name, StatementSync>> {
  const prepared = Object.fromEntries(Object.entries<string>(sql).map(([name, text]) => [name, database.prepare(text)]));
  if (!hasAll(prepared, sql)) throw new TypeError('A statement was not prepared.');
  return prepared;
}

function hasAll<Name extends string>(
  prepared: Readonly<Record<string, StatementSync>>,
  sql: Readonly<Record<Name, string>>,
): prepared is Readonly<Record<Name, StatementSync>> {
  return Object.keys(sql).every((name) => name in prepared);
}
