import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { MediaPort } from '@whatsapp-service/supervisor/http/services.ts';
import type { FileSource } from '@whatsapp-service/supervisor/media/file-source.ts';
import { MediaUploadNotFound } from '@whatsapp-service/supervisor/supervisor-errors.ts';

const sha256 = 'a'.repeat(64);

/** Media that keep nothing; each call is noted, and of the bytes how many there were. */
export function recordingMedia(note: (name: string, ...args: unknown[]) => void): MediaPort {
  return {
    maxBytes: 2 * 1024 * 1024,
    upload: async (sessionId, { stream, mimeType = '', fileName = null }) => {
      const size = (await buffer(stream)).byteLength;
      note('media.upload', sessionId, { size, mimeType, fileName });
      return { media_id: 'b'.repeat(32), mime_type: mimeType, file_name: fileName, size, sha256, expires_at: '2026-11-24T16:00:00.000Z' };
    },
    discard: async (sessionId, mediaId) => {
      note('media.discard', sessionId, mediaId);
      if (mediaId === '0'.repeat(32)) throw new MediaUploadNotFound(sessionId, mediaId);
    },
    take: async (sessionId, input) => {
      note('media.take', sessionId, input);
      return { kind: input.kind, file: 'c'.repeat(32), mime_type: 'image/png', file_name: 'image.png', size: 5, sha256 };
    },
    fetched: async (_sessionId, fetch) => ({ told: await fetch('d'.repeat(32), 5), source: sourceOf('bytes') }),
    release: async (sessionId, { file }) => note('media.release', sessionId, file),
  };
}

function sourceOf(text: string): FileSource {
  const bytes = Buffer.from(text);
  return {
    read: (range) => Readable.from([range === undefined ? bytes : bytes.subarray(range.start, range.end + 1)]),
    close: async () => undefined,
  };
}

/** The one file that is kept. */
export const keptMessageId = 'false_15550000003@c.us_3EB0KEPT';

/** A file as it is kept, for that message alone. */
export function keptMediaOf(messageId: string) {
  if (messageId !== keptMessageId) return undefined;
  return { told: { mimeType: 'image/png', fileName: null, size: 4 }, source: sourceOf('kept') };
}
