import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { ArchiveHeader } from './archive-header.ts';
import { BackupRefusal } from './backup-refusal.ts';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const checkBytes = 16;
const tagBytes = 16;
const sumBytes = 32;
/** 32 MB and some 80 ms for each guess. Part of version 1 of the format: an archive cannot ask for more. */
const scryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

type Encryption = NonNullable<ArchiveHeader['encryption']>;

/** What an archive is encrypted with, and what tells a wrong key from a damaged archive. */
export interface ArchiveKey {
  readonly key: Buffer;
  readonly encryption: Encryption;
}

/** A new key for one archive, from the secret and a salt by chance. */
export function newArchiveKey(secret: string): ArchiveKey {
  const salt = randomBytes(16);
  const derived = derive(secret, salt);
  const encryption = {
    salt: salt.toString('base64'),
    iv: randomBytes(12).toString('base64'),
    key_check: derived.check.toString('base64'),
  };
  return { key: derived.key, encryption };
}

/** The key of an archive that is there; undefined for one that is not encrypted; throws BackupRefusal without the right secret. */
export function archiveKeyOf({ encryption }: ArchiveHeader, secret: string | undefined): ArchiveKey | undefined {
  if (encryption === null) return undefined;
  if (secret === undefined) throw new BackupRefusal('key', 'BACKUP_KEY is not set');
  const { key, check } = derive(secret, Buffer.from(encryption.salt, 'base64'));
  const expected = Buffer.from(encryption.key_check, 'base64');
  if (expected.length !== checkBytes || !timingSafeEqual(expected, check)) {
    throw new BackupRefusal('key', 'BACKUP_KEY is not the key that it was made with');
  }
  return { key, encryption };
}

/** How many bytes stand after the content. */
export function trailerBytes(key: ArchiveKey | undefined): number {
  return key === undefined ? sumBytes : tagBytes;
}

/** The whole archive: its header, the content, encrypted where there is a key, and what proves that not one bit of both was changed. */
export async function* sealed(content: AsyncIterable<Buffer>, header: Buffer, key: ArchiveKey | undefined): AsyncGenerator<Buffer> {
  yield header;
  if (key === undefined) {
    const sum = createHash('sha256').update(header);
    for await (const chunk of content) {
      sum.update(chunk);
      yield chunk;
    }
    yield sum.digest();
    return;
  }
  const sealing = createCipheriv(cipher, key.key, Buffer.from(key.encryption.iv, 'base64')).setAAD(header);
  for await (const chunk of content) yield sealing.update(chunk);
  yield sealing.final();
  yield sealing.getAuthTag();
}

/** The content of an archive; throws BackupRefusal at its end where anything was changed. */
export async function* opened(
  content: AsyncIterable<Buffer>,
  trailer: Buffer,
  header: Buffer,
  key: ArchiveKey | undefined,
): AsyncGenerator<Buffer> {
  if (key === undefined) {
    const sum = createHash('sha256').update(header);
    for await (const chunk of content) {
      sum.update(chunk);
      yield chunk;
    }
    if (!timingSafeEqual(sum.digest(), trailer)) throw new BackupRefusal('damaged', 'its checksum is wrong');
    return;
  }
  const opening = createDecipheriv(cipher, key.key, Buffer.from(key.encryption.iv, 'base64'), { authTagLength: tagBytes });
  opening.setAAD(header).setAuthTag(trailer);
  for await (const chunk of content) yield opening.update(chunk);
  yield finalOf(opening);
}

function finalOf(opening: { final(): Buffer }): Buffer {
  try {
    return opening.final();
  } catch (error) {
    throw new BackupRefusal('damaged', 'its bytes are not those that were written', { cause: error });
  }
}

function derive(secret: string, salt: Buffer): { key: Buffer; check: Buffer } {
  const bytes = scryptSync(secret, salt, keyBytes + checkBytes, scryptOptions);
  return { key: bytes.subarray(0, keyBytes), check: bytes.subarray(keyBytes) };
}
