import type { AuditPage } from '@whatsapp-service/shared/api/audit-view.ts';
import type { AuditEntry } from '@whatsapp-service/supervisor/audit/audit-entry.ts';

/** An audit log that keeps what it is told, and notes what it is asked. */
export function memoryAudit(note: (name: string, ...args: unknown[]) => void) {
  const entries: AuditEntry[] = [];
  return {
    entries,
    append: (entry: AuditEntry): void => void entries.push(entry),
    read: (query: object): AuditPage => {
      note('audit', query);
      return { entries: [], next_cursor: null, waiting: 0, lost: 0 };
    },
  };
}
