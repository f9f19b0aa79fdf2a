import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../storage/is-missing.ts';

/** The bytes that a folder takes on its disk, links not followed; undefined where the signal ended the count, or there is no folder. */
export async function folderSize(folder: string, signal: AbortSignal): Promise<number | undefined> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(folder)) {
      if (signal.aborted) return undefined;
      const path = join(folder, entry.name);
      const inside = entry.isDirectory() ? await folderSize(path, signal) : await sizeOf(path);
      if (inside === undefined) return undefined;
      bytes += inside;
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return bytes;
}

/** A browser at work replaces its files all the time: one that is gone takes nothing. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await lstat(file)).blocks * 512;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
