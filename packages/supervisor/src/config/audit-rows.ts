import { integer } from './setting-rows.ts';

/** The settings of the audit log. */
export const auditRows = {
  AUDIT_RETENTION_DAYS: integer(0, 36_500, {
    group: 'Audit',
    description: 'How many days it can be asked who changed what (GET /api/v1/audit); 0 keeps it for ever.',
    default: 90,
  }),
  AUDIT_MAX_ENTRIES: integer(0, 1_000_000_000, {
    group: 'Audit',
    description:
      'How many calls the audit log keeps before the oldest are removed, some 250 bytes each in the database; 0 sets no limit. Each message that is sent is a call.',
    default: 1_000_000,
  }),
};
