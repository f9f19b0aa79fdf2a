import { PNG } from 'pngjs';

/** A PNG of one colour. */
export function picture(width: number, height: number): Buffer {
  const image = new PNG({ width, height });
  image.data.fill(0x7f);
  return PNG.sync.write(image);
}

/** The first page of a voice note. */
export const oggOpus = Buffer.concat([
  Buffer.from('OggS\0\x02'),
  Buffer.alloc(20),
  Buffer.from([1, 19]),
  Buffer.from('OpusHead\x01\x01'),
  Buffer.alloc(9),
]);
