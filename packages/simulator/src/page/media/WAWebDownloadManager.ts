import { download } from '#page/media/media-transfer.ts';

/** Has the bytes of a message. */
export const downloadManager = {
  downloadAndMaybeDecrypt({ directPath }: { directPath: string }): Promise<ArrayBuffer> {
    return download(directPath);
  },
};
