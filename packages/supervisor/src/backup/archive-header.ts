import type { FileHandle } from 'node:fs/promises';
import Type from 'typebox';
import type { Static } from 'typebox';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { BackupRefusal } from './backup-refusal.ts';

const magic = 'whatsapp-service backup\n';
const maxBytes = 2_048;
const base64 = Type.String({ pattern: '^[A-Za-z0-9+/]+=*$', maxLength: 64 });

/** What stands before an archive's bytes, in plain text: it is read without the key, and its bytes are part of what is authenticated. */
const ArchiveHeader = Type.Object(
  {
    version: Type.Literal(1),
    session_id: Type.String(),
    created_at: Type.String(),
    /** Whether its session was connected then, so that the login that it holds worked. */
    connected: Type.Boolean(),
    encryption: Type.Union([Type.Null(), Type.Object({ salt: base64, iv: base64, key_check: base64 }, { additionalProperties: false })]),
  },
  { additionalProperties: false },
);

export type ArchiveHeader = Static<typeof ArchiveHeader>;

const validator = new LazyValidator(ArchiveHeader);

/** The bytes of a header. */
export function encodeHeader(header: ArchiveHeader): Buffer {
  return Buffer.from(`${magic}${JSON.stringify(header)}\n`);
}

/** Reads the header of an open archive, and its bytes as they stand there; throws BackupRefusal. */
export async function readHeader(file: FileHandle): Promise<{ header: ArchiveHeader; bytes: Buffer }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  if (!head.subarray(0, magic.length).equals(Buffer.from(magic))) {
    throw new BackupRefusal('damaged', 'it is no backup of this service, or its beginning is damaged');
  }
  const end = head.indexOf('\n', magic.length);
  const header = end < 0 ? undefined : parsed(head.toString('utf8', magic.length, end));
  if (!validator.Check(header)) throw new BackupRefusal('damaged', 'its header is damaged, or of another version of the format');
  return { header, bytes: head.subarray(0, end + 1) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
