import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';

/** What is kept of a session; times in milliseconds since the epoch. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly userId: number | string | null;
  readonly instanceName: string | null;
  readonly webhookUrl: string | null;
  readonly proxy: string | null;
  readonly desired: 'running' | 'stopped';
  readonly state: SessionState;
  readonly reason: SessionReason | null;
  /** Whether the profile was linked to a phone; unknown for a profile that was there before this record. */
  readonly linked: 'yes' | 'no' | 'unknown';
  /** Why the profile is no longer linked, until it is again. */
  readonly unlinkedReason: SessionReason | null;
  /** Restored first are those with the higher number. */
  readonly priority: number;
  readonly phone: string | null;
  readonly pushName: string | null;
  readonly lastActiveMs: number | null;
  readonly connectedSinceMs: number | null;
  readonly lastConnectedMs: number | null;
  readonly restarts: number;
  readonly createdMs: number;
}

/** A record as it is before anything happened to the session. */
export function newRecord(
  sessionId: string,
  createdMs: number,
  given: Partial<Omit<SessionRecord, 'sessionId' | 'createdMs'>>,
): SessionRecord {
  return {
    sessionId,
    createdMs,
    userId: null,
    instanceName: null,
    webhookUrl: null,
    proxy: null,
    desired: 'running',
    state: 'stopped',
    reason: null,
    linked: 'unknown',
    unlinkedReason: null,
    priority: 0,
    phone: null,
    pushName: null,
    lastActiveMs: null,
    connectedSinceMs: null,
    lastConnectedMs: null,
    restarts: 0,
    ...given,
  };
}
