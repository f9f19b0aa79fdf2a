import wweb from 'whatsapp-web.js';
import type { MessageMedia as LibraryMedia } from 'whatsapp-web.js';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';
import { PictureRefused } from '../../worker-errors.ts';
import { readMediaFile } from './message-media.ts';

const { MessageMedia } = wweb;

/** Hands a picture of the media folder to one of the library's ways to set it; throws MediaFileUnusable or PictureRefused. */
export async function setPicture(
  mediaDir: string,
  { file, mimeType, size }: PictureFile,
  take: (media: LibraryMedia) => Promise<boolean>,
): Promise<void> {
  const data = await readMediaFile(mediaDir, file, size);
  const isTaken = await take(new MessageMedia(mimeType, data)).catch((error: unknown) => {
    // What the browser cannot read as a picture makes the library throw an event of the page in place of an error.
    if (error instanceof Error && error.message === 'Event') return false;
    throw error;
  });
  if (!isTaken) throw new PictureRefused();
}
