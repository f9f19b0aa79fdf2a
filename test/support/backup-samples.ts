import type { ManifestFile } from '@whatsapp-service/supervisor/backup/manifest.ts';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { encodeHeader } from '@whatsapp-service/supervisor/backup/archive-header.ts';
import { sealed } from '@whatsapp-service/supervisor/backup/archive-seal.ts';

/** Which backup the samples are. */
export const identity = { sessionId: 'shop', createdMs: Date.parse('2026-11-23T16:00:00.000Z') };
export const secret = 'a-key-of-more-than-16-characters';

const database = 'Default/IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb';
export const databaseLog = `${database}/000003.log`;
const storage = 'Default/Local Storage/leveldb';

/** A profile as Chromium leaves it, with what a login needs and what it does not, for `t.testdir`. */
export const profile = {
  Default: {
    IndexedDB: {
      'https_web.whatsapp.com_0.indexeddb.leveldb': {
        '000003.log': 'noise keys',
        CURRENT: 'MANIFEST-000001\n',
        'MANIFEST-000001': 'm',
        LOCK: '',
      },
    },
    'Local Storage': {
      leveldb: { '000004.log': 'x'.repeat(3_000), '000006.log': '', LOG: 'talk', CURRENT: 'MANIFEST-000001\n', 'MANIFEST-000001': 'n' },
    },
    Cache: { page: 'large' },
  },
  SingletonLock: '',
};

/** What of it is backed up. */
export const loginPaths = [
  databaseLog,
  `${database}/CURRENT`,
  `${database}/MANIFEST-000001`,
  `${storage}/000004.log`,
  // LevelDB begins a log that nothing is written to yet.
  `${storage}/000006.log`,
  `${storage}/CURRENT`,
  `${storage}/MANIFEST-000001`,
].toSorted();

interface Entry {
  readonly path: string;
  readonly bytes: string;
  readonly type?: 'File' | 'SymbolicLink' | 'Directory';
  readonly linkpath?: string;
}

/** What a manifest says of a file. */
export function fileOf(path: string, bytes: string): ManifestFile {
  return { path, bytes: Buffer.byteLength(bytes), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The beginning of a tar that states these files. */
export function manifestOf(files: readonly ManifestFile[], sessionId = identity.sessionId): Entry {
  const manifest = { version: 1, session_id: sessionId, created_at: isoTime(identity.createdMs), files };
  return { path: 'manifest.json', bytes: JSON.stringify(manifest) };
}

/** Writes an archive whose checksum is right, whatever is in it: one that somebody has made with intent. */
export async function forge(path: string, content: readonly Entry[] | Buffer, connected = false): Promise<void> {
  const created_at = isoTime(identity.createdMs);
  const header = encodeHeader({ version: 1, session_id: identity.sessionId, created_at, connected, encryption: null });
  const packed = Buffer.isBuffer(content) ? content : gzipSync(tarOf(content));
  writeFileSync(path, await buffer(Readable.from(sealed(Readable.from([packed]), header, undefined))));
}

function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, bytes, type = 'File', linkpath }) => {
    const head = Buffer.alloc(512);
    const size = type === 'File' ? Buffer.byteLength(bytes) : 0;
    new Header({ path, size, type, mode: 0o600, ...(linkpath === undefined ? {} : { linkpath }) }).encode(head);
    const body = Buffer.alloc(Math.ceil(size / 512) * 512);
    if (size > 0) body.write(bytes);
    return [head, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}
