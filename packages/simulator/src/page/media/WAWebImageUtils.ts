const stickerSize = 512;

/** A picture as a sticker: scaled to fit, in the middle of a square. */
export async function toWebpSticker(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(stickerSize, stickerSize);
  const scale = Math.min(stickerSize / bitmap.width, stickerSize / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  canvas.getContext('2d')?.drawImage(bitmap, (stickerSize - width) / 2, (stickerSize - height) / 2, width, height);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/webp' });
}
