import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** A file that is open, to be read once; whoever has it reads it or closes it. */
export interface FileSource {
  /** The whole of it, or the bytes from `start` to `end`, both included. It is closed with the stream's end. */
  readonly read: (range?: { readonly start: number; readonly end: number }) => Readable;
  readonly close: () => Promise<void>;
}

/** What is said of a message's file besides its bytes. */
export interface ToldMedia {
  readonly mimeType: string | null;
  readonly fileName: string | null;
  readonly size: number;
}

/** A file whose handle is open. */
export function fileSource(handle: FileHandle): FileSource {
  return {
    read: (range) => handle.createReadStream(range),
    close: async () => handle.close(),
  };
}
