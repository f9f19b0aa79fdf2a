import type { LinkKeys } from '../protocol/page-frames.ts';
import { QrForged, QrMalformed } from '../simulator-errors.ts';

/** The parts of a QR text. */
export type QrCode = LinkKeys & { ref: string };

const partNames = ['ref', 'noise key', 'identity key', 'secret', 'platform'] as const;

/** Reads "ref,noise key,identity key,secret,platform"; throws QrMalformed. */
export function parseQrCode(text: string): QrCode {
  const parts = text.trim().split(',');
  if (parts.length !== partNames.length) throw new QrMalformed(`it has ${parts.length} of ${partNames.length} parts`);
  const [ref = '', noise = '', identity = '', advSecret = '', platform = ''] = parts;
  const empty = partNames.find((_, index) => parts[index] === '' || parts[index] === 'undefined');
  if (empty !== undefined) throw new QrMalformed(`its ${empty} is missing`);
  for (const [name, key] of [
    ['noise key', noise],
    ['identity key', identity],
    ['secret', advSecret],
  ] as const) {
    if (Buffer.from(key, 'base64').length !== 32) throw new QrMalformed(`its ${name} is not 32 bytes of base64`);
  }
  return { ref, noise, identity, advSecret, platform };
}

/** Throws QrForged unless the QR text has the keys of the page that showed the ref. */
export function assertKeysMatch(qr: QrCode, keys: LinkKeys): void {
  if (qr.noise !== keys.noise) throw new QrForged('noise key');
  if (qr.identity !== keys.identity) throw new QrForged('identity key');
  if (qr.advSecret !== keys.advSecret) throw new QrForged('secret');
}
