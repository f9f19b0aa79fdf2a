import type { ApiKeys } from '@whatsapp-service/supervisor/config/api-keys.ts';
import { KeyRing } from '@whatsapp-service/supervisor/keys/key-ring.ts';
import { ManagedKeys } from '@whatsapp-service/supervisor/keys/managed-keys.ts';

/** Keys as the service has them, kept in memory: one of the settings, and what is made of others; the clock can be moved on. */
export function memoryKeys(settingsKey: string) {
  const keyId = 'id of the key';
  const settings: Pick<ApiKeys, 'idOf' | 'hasId'> = {
    idOf: (key) => (key === settingsKey ? keyId : undefined),
    hasId: (id) => id === keyId,
  };
  const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
  const uses: string[] = [];
  const store = { loadAll: () => [], add: () => undefined, noteUse: (id: string) => void uses.push(id), remove: () => undefined };
  const managed = new ManagedKeys({ store, clock, storageFault: () => undefined });
  return { clock, uses, managed, ring: new KeyRing({ settings, managed, clock }) };
}
