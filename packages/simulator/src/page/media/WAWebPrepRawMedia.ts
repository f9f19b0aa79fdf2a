import { encodeB64 } from '#page/linking/WABase64.ts';
import { MediaData } from '#page/media/media-data.ts';
import type { WAWebMediaOpaqueData as OpaqueData } from '#page/media/WAWebMediaOpaqueData.ts';

type Params = { asSticker?: boolean; asGif?: boolean; isPtt?: boolean; asDocument?: boolean; maxDimension?: number };
type Size = { width: number; height: number };

function typeOf(mimetype: string, { asSticker, isPtt, asDocument }: Params): string {
  if (asDocument === true) return 'document';
  if (asSticker === true) return 'sticker';
  const family = mimetype.split('/')[0] ?? '';
  if (family === 'audio') return isPtt === true ? 'ptt' : 'audio';
  return family === 'image' || family === 'video' ? family : 'document';
}

/** Throws where the bytes are no picture, as the real page does, which scales it. */
async function sizeOf(blob: Blob): Promise<Size> {
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

async function prepare(data: OpaqueData, params: Params): Promise<MediaData> {
  const blob = data.formData();
  const type = typeOf(data.type, params);
  const size = type === 'image' ? await sizeOf(blob) : {};
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return new MediaData({
    type,
    mimetype: data.type,
    filehash: encodeB64(new Uint8Array(digest)),
    size: data.size,
    isGif: params.asGif === true && type === 'video',
    filename: blob instanceof File && type === 'document' ? blob.name : undefined,
    mediaBlob: data,
    ...size,
  });
}

/** Finds out what the bytes are; nothing is scaled or encoded anew here. */
export function prepRawMedia(data: OpaqueData, params: Params): { waitForPrep(): Promise<MediaData> } {
  const prepared = prepare(data, params);
  prepared.catch(() => undefined);
  return { waitForPrep: () => prepared };
}
