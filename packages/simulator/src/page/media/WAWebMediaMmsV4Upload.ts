import { upload } from '#page/media/media-transfer.ts';
import type { MediaObject } from '#page/media/WAWebMediaStorage.ts';

type MediaEntry = Record<string, unknown> & { mmsUrl: string; directPath: string };

async function send({ mediaObject }: { mediaObject: MediaObject }): Promise<{ mediaEntry: MediaEntry }> {
  const { url, encFilehash, ...uploaded } = await upload(mediaObject.mediaBlob.formData());
  const mediaEntry = { ...uploaded, encFilehash, mmsUrl: url, deprecatedMms3Url: url, uploadHash: encFilehash, handle: encFilehash };
  return { mediaEntry };
}

/** Uploads what a chat gets. */
export const uploadMedia = send;

/** Uploads what a channel gets. */
export const uploadUnencryptedMedia = send;
