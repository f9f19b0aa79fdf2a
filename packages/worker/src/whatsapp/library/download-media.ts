import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Message, MessageMedia } from 'whatsapp-web.js';
import { MediaGone, MediaTooLarge, NoMedia } from '../../worker-errors.ts';
import { mediaOf } from '../message-media-of.ts';
import type { DownloadedMedia } from '../messages-port.ts';

/** Has the page fetch and decrypt a message's file, and writes it; the library hands it over whole, in base64. */
export async function downloadMedia(
  message: Message,
  messageId: string,
  { path, maxBytes }: { readonly path: string; readonly maxBytes: number },
): Promise<DownloadedMedia> {
  const { media: described } = mediaOf(message.hasMedia, message.rawData);
  if (described === undefined) throw new NoMedia(messageId);
  if ((described.size ?? 0) > maxBytes) throw new MediaTooLarge(messageId, described.size ?? 0, maxBytes);
  // The library's types do not say that it gives nothing where there is nothing.
  const media = (await message.downloadMedia()) as MessageMedia | undefined;
  if (media === undefined) throw new MediaGone(messageId);
  const bytes = Buffer.from(media.data, 'base64');
  if (bytes.byteLength > maxBytes) throw new MediaTooLarge(messageId, bytes.byteLength, maxBytes);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
  return { mimeType: described.mime_type, fileName: described.file_name, size: bytes.byteLength };
}
