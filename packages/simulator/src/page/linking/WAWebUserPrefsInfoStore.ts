import { noiseKeyPair } from '#page/linking/key-pairs.ts';

/** The noise keys, first of the QR text's secrets. */
export const waNoiseInfo = {
  get: () => Promise.resolve({ staticKeyPair: noiseKeyPair }),
};
