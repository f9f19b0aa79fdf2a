import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sniffedBytes, sniffType } from './sniff-type.ts';

/** The stream has more bytes than it may have. */
export class StreamTooLarge extends Error {}

export interface Saved {
  readonly size: number;
  readonly sha256: string;
  readonly sniffed: string | null;
}

/** Writes a stream to a new file for this user alone, never more of it in memory than a chunk; of one that fails nothing is left. */
export async function saveStream(source: Readable, path: string, maxBytes: number, signal: AbortSignal): Promise<Saved> {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  const measure = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new StreamTooLarge();
      hash.update(chunk);
      if (head.byteLength < sniffedBytes) head = Buffer.concat([head, chunk.subarray(0, sniffedBytes - head.byteLength)]);
      yield chunk;
    }
  };
  try {
    await pipeline(source, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { size, sha256: hash.digest('hex'), sniffed: sniffType(head) ?? null };
}
