/** How many of a file's first bytes are looked at. */
export const sniffedBytes = 4_096;

const brandTypes: Readonly<Record<string, string>> = {
  'M4A ': 'audio/mp4',
  'M4B ': 'audio/mp4',
  'qt  ': 'video/quicktime',
  heic: 'image/heic',
  mif1: 'image/heic',
};
const riffTypes: Readonly<Record<string, string>> = { WEBP: 'image/webp', WAVE: 'audio/wav', 'AVI ': 'video/x-msvideo' };

const beginnings: readonly (readonly [string, string])[] = [
  ['\xff\xd8\xff', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['%PDF-', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['#!AMR', 'audio/amr'],
  ['fLaC', 'audio/flac'],
  ['\x1aE\xdf\xa3', 'video/webm'],
  ['ID3', 'audio/mpeg'],
];

/** What the first bytes of a file say it is, or undefined; what its sender says is no evidence. */
export function sniffType(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  if (text.startsWith('OggS')) return text.includes('OpusHead') ? 'audio/ogg; codecs=opus' : 'audio/ogg';
  if (text.startsWith('RIFF')) return riffTypes[text.slice(8, 12)];
  if (text.slice(4, 8) === 'ftyp') return typeOfBrand(text.slice(8, 12));
  const found = beginnings.find(([beginning]) => text.startsWith(beginning));
  return found?.[1] ?? soundType(head);
}

function typeOfBrand(brand: string): string {
  return brandTypes[brand] ?? (brand.startsWith('3g') ? 'video/3gpp' : 'video/mp4');
}

/** The frames of MP3 and AAC begin with eleven or twelve set bits; the layer tells them apart. */
function soundType(head: Buffer): string | undefined {
  const [first, second, third = 0xff] = head;
  if (first !== 0xff || second === undefined || (second & 0xe0) !== 0xe0) return undefined;
  if ((second & 0xf6) === 0xf0) return 'audio/aac';
  const isReserved = (second & 0x06) === 0 || (second & 0x18) === 0x08 || (third & 0xf0) === 0xf0;
  return isReserved ? undefined : 'audio/mpeg';
}
