import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { property, textOf } from './raw-value.ts';

type Media = NonNullable<MessageData['media']>;

/** What is known of a message's media without having it; a page of somebody else says it, so nothing is taken for granted. */
export function mediaOf(hasMedia: unknown, rawData: unknown): { media?: Media } {
  if (hasMedia !== true) return {};
  return {
    media: {
      mime_type: textOf(property(rawData, 'mimetype'), 200),
      size: countOf(rawData, 'size'),
      file_name: textOf(property(rawData, 'filename'), 255),
      sha256: hexOf(property(rawData, 'filehash')),
      duration_seconds: countOf(rawData, 'duration'),
      width: countOf(rawData, 'width'),
      height: countOf(rawData, 'height'),
      gif: property(rawData, 'isGif') === true,
      view_once: property(rawData, 'isViewOnce') === true,
    },
  };
}

/** A whole number, rounded: a duration need not be one. WhatsApp Web writes some of them as texts. */
function countOf(rawData: unknown, name: string): number | null {
  const value = property(rawData, name);
  const count = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count >= 0 && count <= Number.MAX_SAFE_INTEGER ? Math.round(count) : null;
}

/** A SHA-256 in hexadecimal digits of one in base64. */
function hexOf(base64: unknown): string | null {
  if (typeof base64 !== 'string') return null;
  const bytes = Buffer.from(base64.slice(0, 64), 'base64');
  return bytes.byteLength === 32 ? bytes.toString('hex') : null;
}
