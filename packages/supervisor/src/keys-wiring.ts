import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { ApiKeys } from './config/api-keys.ts';
import { KeyRing } from './keys/key-ring.ts';
import { ManagedKeys } from './keys/managed-keys.ts';
import { BrowserSessions } from './sign-in/browser-sessions.ts';
import type { openStorage } from './storage-wiring.ts';

/** Who may use the service: the keys of the settings, those that the API makes, and the browsers that signed in with either. */
export function createKeys(apiKeys: ApiKeys, { storage, keys: store, facts }: ReturnType<typeof openStorage>) {
  const clock = systemClock;
  const managed = new ManagedKeys({ store, clock, storageFault: () => storage.fault });
  const ring = new KeyRing({ settings: apiKeys, managed, clock });
  return { managed, ring, signIns: new BrowserSessions({ facts, keys: ring, clock }) };
}
