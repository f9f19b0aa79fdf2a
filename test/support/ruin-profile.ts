import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** Empties every file of both databases of a profile. */
export async function ruinProfile(profile: string): Promise<void> {
  for (const folder of ['IndexedDB', 'Local Storage']) {
    for (const entry of await readdir(join(profile, 'Default', folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) await truncate(join(entry.parentPath, entry.name), 0);
    }
  }
}
