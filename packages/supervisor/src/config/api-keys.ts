import { createHash, timingSafeEqual } from 'node:crypto';
import type { Settings } from './settings.ts';
import { readOrMakeApiKey } from './api-key-file.ts';
import type { KeyFileLog } from './api-key-file.ts';

/** The keys that callers may use. */
export interface ApiKeys {
  /**
   * What a text from a request is remembered by, or undefined where it is none of the keys; nobody gets from it to the key. Takes the same
   * time whichever key it is like.
   */
  idOf(key: string): string | undefined;
  /** Whether a key of this id is still one of them. */
  hasId(keyId: string): boolean;
  /** The generated key, in the one start that made it. */
  readonly shownOnce?: string;
}

/** The keys of the settings, or the one of the data folder, made where there is none; throws ApiKeyFileUnusable. */
export async function loadApiKeys(settings: Pick<Settings, 'apiKeys' | 'dataDir'>, log?: KeyFileLog): Promise<ApiKeys> {
  if (settings.apiKeys !== undefined) return keysOf(settings.apiKeys);
  const file = await readOrMakeApiKey(settings.dataDir, log);
  const keys = keysOf([file.key]);
  return file.isNew ? { ...keys, shownOnce: file.key } : keys;
}

function keysOf(keys: readonly string[]): ApiKeys {
  const hashes = keys.map(hashOf);
  const isOne = (hash: Buffer): boolean => {
    let isKnown = false;
    // No early end: the time must not tell which key came near.
    for (const known of hashes) {
      if (timingSafeEqual(known, hash)) isKnown = true;
    }
    return isKnown;
  };
  return {
    idOf: (key) => {
      const hash = hashOf(key);
      return isOne(hash) ? idOf(hash) : undefined;
    },
    hasId: (keyId) => hashes.some((hash) => idOf(hash) === keyId),
  };
}

/** A hash of the hash: who reads what is kept by it does not get what keys are compared with. */
function idOf(hash: Buffer): string {
  return hashOf(hash.toString('base64')).toString('base64url');
}

/** A plain hash is enough: keys are long and random, so there is no list of likely ones to try; hashes have one length, which timingSafeEqual needs. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
