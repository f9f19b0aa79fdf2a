import { readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/** How many commits are in the database's log: the last frame of each tells how large the database is after it (sqlite.org/fileformat2.html#walformat). */
export function commitsOf(database: DatabaseSync): number {
  const log = readFileSync(`${String(database.location())}-wal`);
  const frameBytes = 24 + log.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at < log.length; at += frameBytes) if (log.readUInt32BE(at + 4) !== 0) commits += 1;
  return commits;
}
