import type { Logger } from 'pino';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { AuditLog } from './audit/audit-log.ts';
import { AuditRetention } from './audit/audit-retention.ts';
import { AuditStore } from './audit/audit-store.ts';
import type { Settings } from './config/settings.ts';
import type { Storage } from './storage/storage.ts';

/** Makes the audit log, with what removes its old entries; both end with the storage. */
export function createAudit({ settings, logger }: { settings: Settings; logger: Logger }, storage: Storage): AuditLog {
  const { database, writes } = storage;
  const store = new AuditStore(database);
  const log = new AuditLog({ store, writes, clock: systemClock, logger });
  const retention = new AuditRetention({ store, writes, clock: systemClock, logger, ...settings.auditRetention });
  storage.beforeClose(() => {
    retention.close();
    log.close();
  });
  return log;
}
