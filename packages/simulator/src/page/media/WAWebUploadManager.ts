import { upload, type Uploaded } from '#page/media/media-transfer.ts';

/** Uploads a sticker. */
export function encryptAndUpload({ blob }: { blob: Blob }): Promise<Uploaded> {
  return upload(blob);
}
