import { seqOf } from '../../outbox/page-cursor.ts';
import { InvalidRequest } from '../../supervisor-errors.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, json } from '../schemas/answers.ts';
import { AuditList, AuditQueryString } from '../schemas/audit-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { parseIsoTime } from '../validation/iso-time.ts';

const listAuditOptions = {
  schema: {
    operationId: 'listAudit',
    tags: ['Keys'],
    summary: 'List who changed what, and when',
    description:
      'Every call that was to change something, refused ones with a good key included, for `AUDIT_RETENTION_DAYS`; never a body, a key or a phone number.',
    querystring: AuditQueryString,
    response: { 200: json(ref(AuditList), 'A page of calls, the newest first.'), ...errors('SUP_CURSOR_INVALID') },
  },
};

/** The audit log. */
export function addAuditRoutes(app: TypedApp, { audit }: RouteContext): void {
  app.get('/api/v1/audit', listAuditOptions, (request) => {
    const { session_id: sessionId, key_id: keyId, from, to, limit = 100, cursor } = request.query;
    return audit.read({
      limit,
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(keyId === undefined ? {} : { keyId }),
      ...(from === undefined ? {} : { fromMs: timeOf('from', from) }),
      ...(to === undefined ? {} : { toMs: timeOf('to', to) }),
      ...(cursor === undefined ? {} : { before: seqOf(cursor) }),
    });
  });
}

function timeOf(name: string, text: string): number {
  const ms = parseIsoTime(text);
  if (ms === undefined) throw new InvalidRequest(`"${name}" has to be a time such as 2027-01-31T12:00:00Z, with its zone.`);
  return ms;
}
