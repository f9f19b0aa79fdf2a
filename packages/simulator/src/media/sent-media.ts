import { randomBytes } from 'node:crypto';
import type { Kept } from './media-vault.ts';

/** Media that a phone sends. */
export type SentMedia = {
  type: 'image' | 'video' | 'audio' | 'ptt' | 'document' | 'sticker';
  mimetype: string;
  bytes: Buffer;
  caption?: string;
  filename?: string;
  isGif?: boolean;
  isViewOnce?: boolean;
  /** Seconds. */
  duration?: number;
  width?: number;
  height?: number;
};

const keyBytes = 32;

/** What the message has of it; the key opens nothing, since nothing is encrypted here. */
export function attributesOf({ bytes: _bytes, ...described }: SentMedia, { directPath, filehash, size }: Kept): Record<string, unknown> {
  return {
    ...described,
    size,
    directPath,
    filehash,
    encFilehash: filehash,
    mediaKey: randomBytes(keyBytes).toString('base64'),
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
  };
}
