import { open, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { create } from 'tar';
import { encodeHeader } from './archive-header.ts';
import { newArchiveKey, sealed } from './archive-seal.ts';
import { manifestName } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { draftOf } from './remove-drafts.ts';

export interface ArchiveOptions {
  /** Where the files of the manifest lie. */
  readonly staging: string;
  readonly manifest: Manifest;
  readonly path: string;
  /** Whether the session is connected. */
  readonly connected: boolean;
  readonly secret: string | undefined;
}

/** Writes an archive: it appears under its name once all of it is on the disk; what is half done is the caller's to remove. */
export async function writeArchive({ staging, manifest, path, connected, secret }: ArchiveOptions): Promise<void> {
  const key = secret === undefined ? undefined : newArchiveKey(secret);
  const { version, session_id, created_at } = manifest;
  const header = encodeHeader({ version, session_id, created_at, connected, encryption: key?.encryption ?? null });
  await writeFile(join(staging, manifestName), JSON.stringify(manifest), { mode: 0o600 });
  const names = [manifestName, ...manifest.files.map((file) => file.path)];
  const tar = create({ cwd: staging, portable: true, noDirRecurse: true }, names);
  const draft = draftOf(path);
  const file = await open(draft, 'w', 0o600);
  try {
    await pipeline(
      Readable.from(tar),
      // The fastest level: what a browser writes shrinks to much the same size with the others.
      createGzip({ level: 1 }),
      async (content: AsyncIterable<Buffer>) => {
        // `writeFile` of an open file goes on where the last one ended. Its stream would not let go of it at the end.
        for await (const chunk of sealed(content, header, key)) await file.writeFile(chunk);
      },
    );
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** Has the names in a folder on the disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
