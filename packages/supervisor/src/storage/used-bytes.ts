import type { DatabaseSync } from 'node:sqlite';

/** Asks a database how much of its file is in use; what was freed is not, although the file keeps it for later. */
export function usedBytesOf(database: DatabaseSync): () => number {
  const used = database.prepare(
    `SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`,
  );
  return () => Number(used.get()?.['bytes']);
}
