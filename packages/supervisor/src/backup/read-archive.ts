import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { readHeader } from './archive-header.ts';
import { archiveKeyOf, opened, trailerBytes } from './archive-seal.ts';
import type { BackupIdentity } from './backup-id.ts';
import { BackupRefusal } from './backup-refusal.ts';
import type { Manifest } from './manifest.ts';
import { TarContent } from './tar-content.ts';

export interface ReadOptions {
  readonly path: string;
  /** Whose backup it has to be, by its name. */
  readonly identity: BackupIdentity;
  readonly secret: string | undefined;
  /** Where its files go; without it they are only checked. */
  readonly target?: string;
}

/** Reads an archive to its end, twice: nothing of it is unpacked before all of it is known to be as it was written. Throws BackupRefusal. */
export async function readArchive({ path, identity, secret, target }: ReadOptions): Promise<Manifest> {
  const file = await open(path, 'r');
  try {
    const { header, bytes } = await readHeader(file);
    if (!isOf(header, identity)) throw new BackupRefusal('damaged', 'by its header it is the backup of another session or another time');
    const key = archiveKeyOf(header, secret);
    const { size } = await file.stat();
    const end = size - trailerBytes(key);
    if (end <= bytes.length) throw new BackupRefusal('damaged', 'it ends too early');
    const trailer = await bytesAt(file, end, size - end);
    const content = (): AsyncIterable<Buffer> => opened(chunksOf(file, bytes.length, end), trailer, bytes, key);
    await drain(content());
    const manifest = await unpack(content(), target);
    if (!isOf(manifest, identity))
      throw new BackupRefusal('damaged', 'by its manifest it is the backup of another session or another time');
    return manifest;
  } finally {
    await file.close();
  }
}

function isOf(stated: { session_id: string; created_at: string }, { sessionId, createdMs }: BackupIdentity): boolean {
  return stated.session_id === sessionId && stated.created_at === isoTime(createdMs);
}

async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  // A network's file system may give less at once than there is.
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, start + done);
    if (bytesRead === 0) throw new BackupRefusal('damaged', 'it ends too early');
    done += bytesRead;
  }
  return bytes;
}

async function* chunksOf(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  const chunkBytes = 256 * 1024;
  for (let at = start; at < end;) {
    const chunk = await bytesAt(file, at, Math.min(chunkBytes, end - at));
    yield chunk;
    at += chunk.length;
  }
}

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of content) void chunk;
}

async function unpack(content: AsyncIterable<Buffer>, target: string | undefined): Promise<Manifest> {
  const tar = new TarContent(target);
  try {
    return await pipeline(Readable.from(content), createGunzip(), async (unzipped: AsyncIterable<Buffer>) => {
      for await (const chunk of unzipped) tar.write(chunk);
      return tar.end();
    });
  } catch (error) {
    if (errorCodeOf(error)?.startsWith('Z_') === true) {
      throw new BackupRefusal('damaged', 'its content cannot be decompressed', { cause: error });
    }
    throw error;
  } finally {
    tar.close();
  }
}
