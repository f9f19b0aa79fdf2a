import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a service that was killed in the middle of a backup or of a restoration leaves behind; no profile and no backup is named so. */
const leftover = /^\.(?:staging|restore)-[0-9a-f-]{36}$|\.wabackup\.partial$/;

/** What was left half done in a folder by an earlier service, asked before this one begins anything: what is under way has the same names. */
export async function leftoversIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => leftover.test(name)).map((name) => join(folder, name));
}

export async function removeLeftovers(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true });
}
