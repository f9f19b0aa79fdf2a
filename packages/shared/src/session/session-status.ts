import type { SessionState } from './session-state.ts';

/** The four words that Django and people use for a session. */
export const sessionStatuses = ['connected', 'qr_required', 'connecting', 'disconnected'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

const statuses: { readonly [S in SessionState]: SessionStatus } = {
  connected: 'connected',
  pairing: 'qr_required',
  queued: 'connecting',
  starting: 'connecting',
  authenticating: 'connecting',
  reconnecting: 'connecting',
  unresponsive: 'connecting',
  adopting: 'connecting',
  backoff: 'connecting',
  stopped: 'disconnected',
  stopping: 'disconnected',
  logging_out: 'disconnected',
  failed: 'disconnected',
  unlinked: 'disconnected',
};

/** The status that stands for a state outside the supervisor. */
export function statusOf(state: SessionState): SessionStatus {
  return statuses[state];
}
