import jsqr from 'jsqr';
import { PNG } from 'pngjs';

const pixelsPerModule = 4;

/** The text of the QR code in a PNG, as a phone's camera reads it. */
export function readQrPng(picture: Uint8Array): string | undefined {
  const { data, width, height } = PNG.sync.read(Buffer.from(picture));
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data;
}

/** The text of the QR code in an SVG whose modules are horizontal strokes of one path. */
export function readQrSvg(picture: string): string | undefined {
  const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(picture)?.[1]);
  const path = /stroke="#000000" d="([^"]+)"/.exec(picture)?.[1] ?? '';
  const width = size * pixelsPerModule;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const { x, y, length } of strokes(path)) {
    for (let row = y * pixelsPerModule; row < (y + 1) * pixelsPerModule; row += 1) {
      for (let column = x * pixelsPerModule; column < (x + length) * pixelsPerModule; column += 1) {
        pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return jsqr.default(pixels, width, width)?.data;
}

function strokes(path: string): { x: number; y: number; length: number }[] {
  let x = 0;
  let y = 0;
  return [...path.matchAll(/([Mmh])([\d.]+)(?: ([\d.]+))?/g)].flatMap(([, command, first, second]) => {
    if (command === 'M') [x, y] = [Number(first), Math.floor(Number(second))];
    else x += Number(first);
    return command === 'h' ? [{ x: x - Number(first), y, length: Number(first) }] : [];
  });
}
