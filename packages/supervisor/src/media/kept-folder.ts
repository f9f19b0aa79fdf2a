import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { mediaFilePath } from '@whatsapp-service/shared/ipc/media-file.ts';

const dataFile = /^[0-9a-f]{32}$/;

/** The files of messages that are kept: a folder a session, names by chance. */
export class KeptFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes a file that is whole and on the disk; it keeps its name and is at its old place no more. Answers how large it is. */
  async adopt(sessionId: string, file: string, fromFolder: string): Promise<number> {
    const path = mediaFilePath(fromFolder, file);
    const size = await toDisk(path);
    const folder = this.#folder(sessionId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(path, mediaFilePath(folder, file));
    return size;
  }

  /** Opens a file; undefined where it is gone, or not the one of this size. */
  async open(sessionId: string, { file, size }: { readonly file: string; readonly size: number }): Promise<FileHandle | undefined> {
    const handle = await open(this.#path(sessionId, file), constants.O_RDONLY | constants.O_NOFOLLOW).catch(nothingWhereMissing);
    if (handle === undefined) return undefined;
    const stats = await handle.stat();
    if (stats.isFile() && stats.size === size) return handle;
    await handle.close();
    return undefined;
  }

  async remove(sessionId: string, file: string): Promise<void> {
    await rm(this.#path(sessionId, file), { force: true });
  }

  async removeSession(sessionId: string): Promise<void> {
    await rm(this.#folder(sessionId), { recursive: true, force: true });
  }

  /** Removes files that are nobody's and older than `orphanMs`; returns how many. */
  async sweep(nowMs: number, orphanMs: number, isOwned: (sessionId: string, file: string) => boolean): Promise<number> {
    let removed = 0;
    for (const sessionId of await list(this.#root)) {
      for (const file of await list(this.#folder(sessionId))) {
        if (!dataFile.test(file) || isOwned(sessionId, file)) continue;
        const stats = await stat(this.#path(sessionId, file)).catch(nothingWhereMissing);
        if (stats === undefined || nowMs - stats.ctimeMs <= orphanMs) continue;
        await this.remove(sessionId, file);
        removed += 1;
      }
    }
    return removed;
  }

  #folder(sessionId: string): string {
    return join(this.#root, sessionId);
  }

  #path(sessionId: string, file: string): string {
    return mediaFilePath(this.#folder(sessionId), file);
  }
}

/** What a power failure takes away after this was not written by us; a link is none of our files. */
async function toDisk(path: string): Promise<number> {
  const handle = await open(path, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    await handle.chmod(0o600);
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

function nothingWhereMissing(error: unknown): undefined {
  if (['ENOENT', 'ELOOP'].includes(errorCodeOf(error) ?? '')) return undefined;
  throw error;
}
