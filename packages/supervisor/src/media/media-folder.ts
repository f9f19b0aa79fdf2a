import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { mediaFilePath, newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import { isMissing } from '../storage/is-missing.ts';
import type { MediaFile } from './media-file.ts';
import { saveStream } from './save-stream.ts';

/** What is remembered of an upload, beside its bytes. */
export interface Upload extends MediaFile {
  readonly declared: string | null;
  readonly name: string | null;
  readonly expiresMs: number;
}

const dataFile = /^[0-9a-f]{32}$/;
const noteFile = /^([0-9a-f]{32})\.json$/;

/** The files of all sessions that are about to be sent: a folder a session, names by chance. */
export class MediaFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async save(sessionId: string, source: Readable, maxBytes: number, signal: AbortSignal): Promise<MediaFile> {
    const folder = this.folderOf(sessionId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = newMediaFileName();
    return { file, ...(await saveStream(source, mediaFilePath(folder, file), maxBytes, signal)) };
  }

  /** Makes a saved file an upload, which can be sent more than once. */
  async keep(sessionId: string, upload: Upload): Promise<void> {
    await writeFile(`${this.#path(sessionId, upload.file)}.json`, JSON.stringify(upload), { mode: 0o600 });
  }

  /** The upload with its bytes under a name of their own, or undefined where there is none (any more). */
  async take(sessionId: string, mediaId: string, nowMs: number): Promise<Upload | undefined> {
    const upload = await this.#note(sessionId, mediaId);
    if (upload === undefined || upload.expiresMs <= nowMs) return undefined;
    const file = newMediaFileName();
    try {
      await link(this.#path(sessionId, mediaId), this.#path(sessionId, file));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    return { ...upload, file };
  }

  /** Removes a file, and what is remembered of it; true where it was there. */
  async remove(sessionId: string, file: string): Promise<boolean> {
    const path = this.#path(sessionId, file);
    await rm(`${path}.json`, { force: true });
    const wasThere = await stat(path).then(
      () => true,
      () => false,
    );
    await rm(path, { force: true });
    return wasThere;
  }

  /** Opens a file that a worker has written; a link is none. */
  async open(sessionId: string, file: string): Promise<FileHandle> {
    return open(this.#path(sessionId, file), constants.O_RDONLY | constants.O_NOFOLLOW);
  }

  /** Where a session's files lie. */
  folderOf(sessionId: string): string {
    return join(this.#root, sessionId);
  }

  async removeSession(sessionId: string): Promise<void> {
    await rm(this.folderOf(sessionId), { recursive: true, force: true });
  }

  /** Removes uploads that have expired, and files older than `orphanMs` that are nobody's; returns how many files went. */
  async sweep(nowMs: number, orphanMs: number, isNeeded: (sessionId: string, file: string) => boolean): Promise<number> {
    let removed = 0;
    for (const sessionId of await list(this.#root)) {
      const names = await list(join(this.#root, sessionId));
      for (const file of new Set(names.map((name) => noteFile.exec(name)?.[1] ?? name))) {
        if (!dataFile.test(file) || isNeeded(sessionId, file)) continue;
        if (await this.#isStale(sessionId, file, nowMs, orphanMs)) removed += Number(await this.remove(sessionId, file));
      }
    }
    return removed;
  }

  async #isStale(sessionId: string, file: string, nowMs: number, orphanMs: number): Promise<boolean> {
    const upload = await this.#note(sessionId, file);
    if (upload !== undefined) return upload.expiresMs <= nowMs;
    const stats = await stat(this.#path(sessionId, file)).catch(() => undefined);
    return stats === undefined || nowMs - stats.ctimeMs > orphanMs;
  }

  async #note(sessionId: string, mediaId: string): Promise<Upload | undefined> {
    try {
      // Written by us, in a folder that is ours alone.
      return JSON.parse(await readFile(`${this.#path(sessionId, mediaId)}.json`, 'utf8')) as Upload;
    } catch (error) {
      if (isMissing(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  #path(sessionId: string, file: string): string {
    return mediaFilePath(this.folderOf(sessionId), file);
  }
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
