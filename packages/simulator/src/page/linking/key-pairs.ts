import { encodeB64 } from '#page/linking/WABase64.ts';

function randomKeyPair(): { pubKey: Uint8Array; privKey: Uint8Array } {
  return { pubKey: crypto.getRandomValues(new Uint8Array(32)), privKey: crypto.getRandomValues(new Uint8Array(32)) };
}

/** The keys that this document offers in its QR text; new ones for each load. */
export const noiseKeyPair = randomKeyPair();
/** The identity half of the same. */
export const identityKeyPair = randomKeyPair();
/** The last secret of the QR text. */
export const advSecret = encodeB64(crypto.getRandomValues(new Uint8Array(32)));
