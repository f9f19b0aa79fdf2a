import { advSecret } from '#page/linking/key-pairs.ts';

/** The third of the QR text's secrets. */
export function getADVSecretKey(): string {
  return advSecret;
}
