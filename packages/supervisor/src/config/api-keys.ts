import { createHash, timingSafeEqual } from 'node:crypto';
import type { Settings } from './settings.ts';
import { readOrMakeApiKey } from './api-key-file.ts';
import type { KeyFileLog } from './api-key-file.ts';

/** The keys that callers may use. */
export interface ApiKeys {
  /** Whether a text from a request is one of them; takes the same time whichever it is like. */
  verify(key: string): boolean;
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
  return {
    verify(key) {
      const hash = hashOf(key);
      let isKnown = false;
      // No early end: the time must not tell which key came near.
      for (const known of hashes) {
        if (timingSafeEqual(known, hash)) isKnown = true;
      }
      return isKnown;
    },
  };
}

/** A plain hash is enough: keys are long and random, so there is no list of likely ones to try; hashes have one length, which timingSafeEqual needs. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
