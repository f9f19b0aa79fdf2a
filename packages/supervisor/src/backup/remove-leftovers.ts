import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a service that was killed in the middle of a backup or of a restoration leaves behind; no profile and no backup is named so. */
const leftover = /^\.(?:staging|restore)-[0-9a-f-]{36}$|\.wabackup\.partial$/;

/** Removes from a folder what was left half done by an earlier service. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (leftover.test(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
