import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import wweb from 'whatsapp-web.js';
import type { MessageMedia as LibraryMedia, MessageSendOptions } from 'whatsapp-web.js';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { mediaFilePath } from '@whatsapp-service/shared/ipc/media-file.ts';
import type { MediaContent, MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import { MediaFileUnusable } from '../../worker-errors.ts';

const { MessageMedia } = wweb;

/** Whether a message carries a file. */
export function isMedia(content: MessageContent): content is MediaContent {
  return 'file' in content;
}

/** The file of a message as the library takes it: whole, in memory. */
export async function readMedia(folder: string, content: MediaContent): Promise<LibraryMedia> {
  const { file, mime_type: mimeType, file_name: fileName, size } = content;
  const data = await readMediaFile(folder, file, size);
  return new MessageMedia(mimeType, data, fileName, size);
}

/** What the library has to be told so that the file becomes the wanted kind of message. */
export function mediaOptions({ kind, caption, mentions, view_once: isViewOnce }: MediaContent): MessageSendOptions {
  return {
    ...(caption === undefined ? {} : { caption }),
    ...(isViewOnce === true ? { isViewOnce } : {}),
    mentions: mentions ?? [],
    sendVideoAsGif: kind === 'gif',
    sendAudioAsVoice: kind === 'voice',
    sendMediaAsDocument: kind === 'document',
    sendMediaAsSticker: kind === 'sticker',
  };
}

/** A file of the media folder in base64; throws MediaFileUnusable. */
export async function readMediaFile(folder: string, fileName: string, size: number): Promise<string> {
  try {
    const path = mediaFilePath(folder, fileName);
    // A link in the folder is none that the supervisor has put there.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.size !== size) throw new Error(`it has ${stats.size} bytes in place of ${size}`);
      return await file.readFile('base64');
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = errorCodeOf(error) ?? String(error);
    throw new MediaFileUnusable(code, { cause: error });
  }
}
