import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';
import { isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';
import type { SessionRecord } from './session-record.ts';

/** A record as it is seen from outside. */
export function sessionViewOf(record: SessionRecord, resources: SessionView['resources']): SessionView {
  return {
    session_id: record.sessionId,
    user_id: record.userId,
    instance_name: record.instanceName,
    status: statusOf(record.state),
    state: record.state,
    desired: record.desired,
    reason: record.reason,
    phone: record.phone,
    push_name: record.pushName,
    last_active: isoTimeOrNull(record.lastActiveMs),
    connected_since: record.state === 'connected' ? isoTimeOrNull(record.connectedSinceMs) : null,
    restarts: record.restarts,
    resources,
  };
}
