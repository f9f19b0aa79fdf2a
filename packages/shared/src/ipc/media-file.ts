import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Type from 'typebox';

/** What each name of a file in a media folder is like. */
export const mediaFileNamePattern = '^[0-9a-f]{32}$';

/** Schema of a file's name in a session's media folder; it is made by chance, never from what a caller or a message says. */
export const MediaFileName = Type.String({ pattern: mediaFileNamePattern });

/** A name that no other file has. */
export function newMediaFileName(): string {
  return randomBytes(16).toString('hex');
}

/** Where a file lies; throws where the name is none of ours. */
export function mediaFilePath(folder: string, fileName: string): string {
  if (!/^[0-9a-f]{32}$/.test(fileName)) throw new Error('This is no name of a media file.');
  return join(folder, fileName);
}
