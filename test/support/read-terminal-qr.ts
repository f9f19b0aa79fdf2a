import jsqr from 'jsqr';

const pixelsPerModule = 4;

/** What a phone's camera reads from the last QR code drawn with block characters: each is two modules, light where it is filled. */
export function readTerminalQr(output: string): string | undefined {
  const rows = lastDrawing(output).flatMap((line) => [
    [...line].map((character) => character === '█' || character === '▀'),
    [...line].map((character) => character === '█' || character === '▄'),
  ]);
  const width = (rows[0]?.length ?? 0) * pixelsPerModule;
  const height = rows.length * pixelsPerModule;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    const isLight = rows[Math.floor(i / width / pixelsPerModule)]?.[Math.floor((i % width) / pixelsPerModule)];
    pixels.fill(isLight ? 255 : 0, i * 4, i * 4 + 3);
    pixels[i * 4 + 3] = 255;
  }
  return rows.length === 0 ? undefined : jsqr.default(pixels, width, height)?.data;
}

function lastDrawing(output: string): string[] {
  const lines = output.split('\n');
  const isDrawn = (line: string): boolean => /^[█▀▄ ]{20,}$/.test(line);
  const end = lines.findLastIndex(isDrawn);
  const before = lines.slice(0, end + 1).findLastIndex((line) => !isDrawn(line));
  return lines.slice(before + 1, end + 1);
}
