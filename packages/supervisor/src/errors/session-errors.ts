import type { ErrorRows } from './error-row.ts';

/** Sessions and their workers. */
export const sessionErrors = {
  SUP_SESSION_NOT_FOUND: {
    statusCode: 404,
    title: 'Session not found',
    message: 'No session has the id "%s".',
    remedy: 'Look in `GET /api/v1/sessions`, or create it with `POST /api/v1/sessions`.',
  },
  SUP_BUNDLE_NOT_FOUND: {
    statusCode: 404,
    title: 'Support bundle not found',
    message: 'There is no support bundle "%s" of session "%s"; only those of the last few failed starts are kept.',
    remedy: "Take an id of `bundles` in the session's timeline.",
  },
  SUP_SESSION_EXISTS: {
    statusCode: 409,
    title: 'Session exists',
    message: 'A session with the id "%s" exists already; nothing was changed.',
    remedy: 'Use the session that exists, or choose another `session_id`.',
  },
  SUP_SESSION_NOT_PAIRING: {
    statusCode: 409,
    title: 'Session not pairing',
    message: 'Session "%s" is %s; a code is on offer only while it is pairing.',
    remedy: 'Start the session and wait for the status `qr_required`; a session that is connected needs no code.',
  },
  SUP_SESSION_NOT_CONNECTED: {
    statusCode: 409,
    title: 'Session not connected',
    message: 'Session "%s" is %s, not connected; nothing was sent.',
    remedy: 'Wait for the status `connected`, or look at `reason` in the session.',
  },
  SUP_SESSION_UNRESPONSIVE: {
    statusCode: 503,
    title: 'Session unresponsive',
    message: 'The worker of session "%s" gives no sign of life; nothing was sent.',
    remedy: 'Send it again later: the service restarts the session by itself.',
    retryAfterSeconds: 15,
  },
  SUP_SESSION_BUSY: {
    statusCode: 409,
    title: 'Session busy',
    message: 'Session "%s" is busy with %s; nothing was changed.',
    remedy: 'Send the command again when that is done.',
  },
  SUP_TOO_MANY_SESSIONS: {
    statusCode: 409,
    title: 'Too many sessions',
    message: 'There are %d sessions, which is the limit (MAX_SESSIONS); nothing was created.',
    remedy: 'Delete a session, or raise `MAX_SESSIONS` where the machine has the memory for it.',
  },
  SUP_WORKER_UNAVAILABLE: {
    statusCode: 503,
    title: 'Worker unavailable',
    message: 'Session "%s" has no worker that could do this now (it is %s); nothing was done.',
    remedy: 'Send it again when the session is running.',
    retryAfterSeconds: 5,
  },
  SUP_WORKER_OUTDATED: {
    statusCode: 503,
    title: 'Worker outdated',
    message: 'The worker of session "%s" runs an older version of the service that cannot do this; nothing was done.',
    remedy: 'Restart the session with `POST /api/v1/sessions/{session_id}/restart`, or send it again later.',
    retryAfterSeconds: 30,
  },
  SUP_WORKER_TIMEOUT: {
    statusCode: 504,
    title: 'Worker did not answer',
    message: 'The worker of session "%s" did not answer in time; whether it acted is not known.',
    remedy: 'Send a message again with the same `Idempotency-Key`: it is sent once.',
  },
  SUP_WORKER_FAILED: {
    statusCode: 502,
    title: 'Worker failed',
    message: 'Session "%s" could not do this: %s',
    remedy: "Read `detail`; the session's timeline says more.",
  },
  SUP_WORKER_NOT_STARTED: {
    statusCode: 503,
    title: 'Worker not started',
    message: 'The system gave no process for the worker of session "%s".',
    remedy: 'Free memory or raise the limit of processes; the service tries again by itself.',
    retryAfterSeconds: 15,
  },
} as const satisfies ErrorRows;
