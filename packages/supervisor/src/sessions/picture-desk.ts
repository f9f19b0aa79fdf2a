import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaFilePath, newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import { isStorageFault } from '../storage/storage-fault.ts';
import { StorageUnavailable } from '../supervisor-errors.ts';
import type { SessionManager } from './session-manager.ts';

/** The types of pictures that a profile takes. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

interface PictureDeskOptions {
  readonly sessions: Pick<SessionManager, 'get' | 'ask'>;
  readonly mediaRoot: string;
}

/** Hands profile pictures to workers: a file lies in the session's media folder while its worker reads it. */
export class PictureDesk {
  readonly #options: PictureDeskOptions;

  constructor(options: PictureDeskOptions) {
    this.#options = options;
  }

  /** Throws StorageUnavailable, what the session's state forbids, and what its worker refuses. */
  async set(sessionId: string, bytes: Buffer, mimeType: PictureType, signal: AbortSignal): Promise<void> {
    const { sessions, mediaRoot } = this.#options;
    // A folder is made for a session that there is, and for no other.
    const folder = join(mediaRoot, sessions.get(sessionId).session_id);
    const file = newMediaFileName();
    const path = mediaFilePath(folder, file);
    await keep(folder, path, bytes);
    try {
      await sessions.ask(sessionId, 'profile.set_picture', { file, mimeType, size: bytes.length }, signal);
    } finally {
      await rm(path, { force: true });
    }
  }
}

async function keep(folder: string, path: string, bytes: Buffer): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // What was written of it goes; where even that cannot be done, the first failure is the one to tell.
    await rm(path, { force: true }).catch(() => undefined);
    if (!isStorageFault(error)) throw error;
    throw new StorageUnavailable(error.message);
  }
}

/** The type of a picture by its first bytes; undefined for what is none of the three. */
export function pictureTypeOf(bytes: Buffer): PictureType | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}
