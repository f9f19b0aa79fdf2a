/** Every state a session can be in. */
export type SessionState =
  | 'stopped'
  | 'queued'
  | 'starting'
  | 'pairing'
  | 'authenticating'
  | 'connected'
  | 'reconnecting'
  | 'unresponsive'
  | 'stopping'
  | 'logging_out'
  | 'backoff'
  | 'failed'
  | 'unlinked'
  | 'adopting';

/** Every fact that can move a session from one state to another. */
export type SessionEvent =
  | 'start_requested'
  | 'stop_requested'
  | 'slot_granted'
  | 'auth_missing'
  | 'qr'
  | 'pairing_expired'
  | 'authenticated'
  | 'ready'
  | 'connection_lost'
  | 'logged_out'
  | 'silent'
  | 'beat'
  | 'hello'
  | 'exited'
  | 'backoff_elapsed'
  | 'gave_up'
  | 'probe_due';

/** The transitions: a missing event means nothing in that state. */
export const transitions: {
  readonly [S in SessionState]: { readonly [E in SessionEvent]?: SessionState };
} = {
  stopped: { start_requested: 'queued' },
  queued: { slot_granted: 'starting', auth_missing: 'unlinked', stop_requested: 'stopped' },
  starting: {
    qr: 'pairing',
    authenticated: 'authenticating',
    logged_out: 'logging_out',
    silent: 'unresponsive',
    exited: 'backoff',
    stop_requested: 'stopping',
  },
  pairing: {
    authenticated: 'authenticating',
    pairing_expired: 'stopping',
    silent: 'unresponsive',
    exited: 'backoff',
    stop_requested: 'stopping',
  },
  authenticating: {
    ready: 'connected',
    qr: 'pairing',
    logged_out: 'logging_out',
    silent: 'unresponsive',
    exited: 'backoff',
    stop_requested: 'stopping',
  },
  connected: {
    connection_lost: 'reconnecting',
    logged_out: 'logging_out',
    silent: 'unresponsive',
    exited: 'backoff',
    stop_requested: 'stopping',
  },
  reconnecting: {
    ready: 'connected',
    qr: 'pairing',
    logged_out: 'logging_out',
    silent: 'unresponsive',
    exited: 'backoff',
    stop_requested: 'stopping',
  },
  unresponsive: { beat: 'reconnecting', exited: 'backoff', stop_requested: 'stopping' },
  stopping: { exited: 'stopped' },
  logging_out: { exited: 'unlinked', stop_requested: 'stopping' },
  backoff: { backoff_elapsed: 'queued', gave_up: 'failed', stop_requested: 'stopped' },
  failed: { probe_due: 'queued', start_requested: 'queued', stop_requested: 'stopped' },
  unlinked: { start_requested: 'queued', stop_requested: 'stopped' },
  adopting: { hello: 'reconnecting', exited: 'queued', stop_requested: 'stopping' },
};

/** The state after `event`, or undefined where the event means nothing in that state. */
export function next(state: SessionState, event: SessionEvent): SessionState | undefined {
  return transitions[state][event];
}

/** The states in which a session's worker is to end. */
export function isEnding(state: SessionState): boolean {
  return state === 'stopping' || state === 'logging_out';
}

/** The states in which a worker process belongs to the session. */
export function hasProcess(state: SessionState): boolean {
  return 'exited' in transitions[state];
}
