import { identityKeyPair } from '#page/linking/key-pairs.ts';

/** The identity keys, second of the QR text's secrets. */
export const waSignalStore = {
  getRegistrationInfo: () => Promise.resolve({ registrationId: 1, identityKeyPair }),
};
