import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';

/** The reasons that the supervisor itself gives, each a sentence for people. */
export const reasons = {
  stoppedByRequest: { code: 'stopped_by_request', message: 'The session was stopped by request.' },
  serviceStopped: { code: 'service_stopped', message: 'The service is stopped; the session comes back with it.' },
  waitingForSlot: { code: 'waiting_for_slot', message: 'The session waits for its turn to start.' },
  starting: { code: 'starting', message: 'The session is starting.' },
  pairing: { code: 'pairing', message: 'A QR code is on offer; scan it with the phone.' },
  pairingExpired: {
    code: 'pairing_expired',
    message: 'No phone scanned the QR code in time; start the session to get a new one.',
  },
  unresponsive: { code: 'unresponsive', message: 'The worker gives no sign of life; it is restarted if that goes on.' },
  reconnecting: { code: 'connection_lost', message: 'The worker answers again; the connection is being checked.' },
  loggedOut: { code: 'logged_out', message: 'The device is no longer linked; start the session and scan a new QR code.' },
  authMissing: { code: 'auth_missing', message: 'Auth file not found; start the session and scan a QR code.' },
  adoptedWhileLost: {
    code: 'connection_lost',
    message: "WhatsApp's connection is lost, since before the service was restarted; the worker waits for it.",
  },
  adopting: { code: 'adopting', message: 'The service was restarted and takes over the running session.' },
  updating: { code: 'updating', message: 'The session is restarted once, with the new version of the service.' },
  backupRestored: { code: 'backup_restored', message: 'A backup was put in place; start the session to use it.' },
  notListed: { code: 'not_listed', message: 'The application no longer lists this session; its profile stays on disk.' },
} as const satisfies Record<string, SessionReason>;

/** Why a session waits in the queue while its folders cannot be used; `fault` is a sentence. */
export function storageUnavailable(fault: string): SessionReason {
  return { code: 'storage_unavailable', message: `The session starts as soon as its disk takes it. ${fault}` };
}

/** Why a session is restarted although nothing was wrong with it but its size. */
export function memoryLimit(bytes: number, limitBytes: number): SessionReason {
  const [taken, limit] = [bytes, limitBytes].map((each) => Math.round(each / 1024 / 1024));
  return {
    code: 'memory_limit',
    message: `The session took ${taken} MB, more than the ${limit} MB of SESSION_MEMORY_LIMIT_MB; it is restarted.`,
  };
}
