/** One row of the error table: what a caller can meet, and what helps. */
export interface ErrorRow {
  readonly statusCode: number;
  readonly title: string;
  /** The full sentence, with `%s` where a fact goes. */
  readonly message: string;
  readonly remedy: string;
  /** Sent as Retry-After. */
  readonly retryAfterSeconds?: number;
}

/** Every error of the supervisor by its stable code; docs/errors.md is generated from it. */
export const errorTable = {
  SUP_UNAUTHORIZED: {
    statusCode: 401,
    title: 'API key missing or wrong',
    message: 'The request has no valid API key; send one in the header "x-api-key".',
    remedy: 'Send the header `x-api-key` with one of the keys of `API_KEYS`, or the key in `DATA_DIR/api-key`.',
  },
  SUP_INVALID_REQUEST: {
    statusCode: 400,
    title: 'Invalid request',
    message: '%s',
    remedy: 'Mend what `errors` names and send the request again; nothing was changed.',
  },
  SUP_MALFORMED_JSON: {
    statusCode: 400,
    title: 'Malformed JSON',
    message: 'The body is no usable JSON: %s.',
    remedy: 'Send a body that is one JSON object.',
  },
  SUP_CURSOR_INVALID: {
    statusCode: 400,
    title: 'Invalid cursor',
    message: 'The cursor is none that this service gave; leave it out to read from the beginning.',
    remedy: 'Use `next_cursor` of the answer before, unchanged.',
  },
  SUP_ROUTE_NOT_FOUND: {
    statusCode: 404,
    title: 'Route not found',
    message: 'There is no route %s; the reference at /docs lists all of them.',
    remedy: 'Check the path; all routes but the health checks begin with `/api/v1`.',
  },
  SUP_METHOD_NOT_ALLOWED: {
    statusCode: 405,
    title: 'Method not allowed',
    message: '%s is not offered here; this path takes %s.',
    remedy: 'Use a method of the `Allow` header.',
  },
  SUP_NOT_ACCEPTABLE: {
    statusCode: 406,
    title: 'Not acceptable',
    message: 'None of the types in the Accept header is on offer; this route gives %s.',
    remedy: 'Send an `Accept` header with one of the types that the route offers.',
  },
  SUP_REQUEST_TIMEOUT: {
    statusCode: 408,
    title: 'Request timeout',
    message: 'The request did not arrive whole within its time.',
    remedy: 'Send the request again.',
  },
  SUP_BODY_TOO_LARGE: {
    statusCode: 413,
    title: 'Body too large',
    message: 'The body is larger than %d bytes.',
    remedy: 'Send less in one request.',
  },
  SUP_URL_TOO_LONG: {
    statusCode: 414,
    title: 'URL too long',
    message: 'A part of the path is longer than it may be.',
    remedy: 'Check the path.',
  },
  SUP_UNSUPPORTED_MEDIA_TYPE: {
    statusCode: 415,
    title: 'Unsupported media type',
    message: 'The body must be JSON, with the header "content-type: application/json".',
    remedy: 'Send the body as JSON, with `Content-Type: application/json`.',
  },
  SUP_HEADERS_TOO_LARGE: {
    statusCode: 431,
    title: 'Headers too large',
    message: 'The headers are larger than they may be.',
    remedy: 'Send fewer or shorter headers.',
  },
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
  SUP_SEND_HANDED_OVER: {
    statusCode: 503,
    title: 'Service handing over',
    message:
      'The service hands session "%s" over to a new process while the message is on its way; send it again with the header "Idempotency-Key: %s": it goes out once.',
    remedy:
      'Send the request again after `Retry-After`, with the `Idempotency-Key` that `detail` names: the answer is then that of the first send.',
    retryAfterSeconds: 5,
  },
  SUP_WORKER_FAILED: {
    statusCode: 502,
    title: 'Worker failed',
    message: 'Session "%s" could not do this: %s',
    remedy: "Read `detail`; the session's timeline says more.",
  },
  SUP_HANDLER_TIMEOUT: {
    statusCode: 504,
    title: 'Answer took too long',
    message: 'The answer was not ready in time; whether the command was carried out is not known.',
    remedy: 'Look at the session and its timeline; send a message again with the same `Idempotency-Key`.',
  },
  SUP_DRAINING: {
    statusCode: 503,
    title: 'Service shutting down',
    message: 'The service is shutting down and takes no commands; nothing was done.',
    remedy: 'Send the command again after the seconds of the `Retry-After` header.',
    retryAfterSeconds: 15,
  },
  SUP_CONFIRM_TOKEN_INVALID: {
    statusCode: 409,
    title: 'Confirm token invalid',
    message: 'The confirm token %s; nothing was restarted.',
    remedy: 'Ask `GET /api/v1/service/restart-preview` for the mode that is meant, and send its `confirm_token` within two minutes, once.',
  },
  SUP_RESTART_IMPOSSIBLE: {
    statusCode: 409,
    title: 'Restart not possible',
    message: 'A restart of the mode "%s" is not possible here: %s; nothing was restarted.',
    remedy: 'Use the other mode, or run the service as docs/restart.md says.',
  },
  SUP_TOO_MANY_STREAMS: {
    statusCode: 503,
    title: 'Too many streams',
    message: 'There are %d open event streams, which is the limit.',
    remedy: 'Close a stream, or poll `GET /api/v1/events`.',
    retryAfterSeconds: 30,
  },
  SUP_RENDERING_FAILED: {
    statusCode: 503,
    title: 'Rendering failed',
    message: 'The QR code could not be drawn as %s: %s',
    remedy: 'Ask again, or take the code as JSON and draw it yourself.',
    retryAfterSeconds: 2,
  },
  SUP_INTERNAL: {
    statusCode: 500,
    title: 'Internal error',
    message: 'The service failed at this request; its log has the cause under the request id in "instance".',
    remedy: "Look in the service's log for the request id.",
  },
  SUP_SETTING_INVALID: {
    statusCode: 500,
    title: 'Invalid setting',
    message: '%s',
    remedy: 'The service does not start: mend the setting that the sentence names, in the environment or in `.env`.',
  },
  SUP_DATA_FOLDER_TAKEN: {
    statusCode: 500,
    title: 'Data folder in use',
    message: 'The data folder %s is in use by another supervisor, process %d.',
    remedy: 'The service does not start: stop the other one, or give this one a `DATA_DIR` of its own.',
  },
  SUP_WORKER_NOT_STARTED: {
    statusCode: 503,
    title: 'Worker not started',
    message: 'The system gave no process for the worker of session "%s".',
    remedy: 'Free memory or raise the limit of processes; the service tries again by itself.',
    retryAfterSeconds: 15,
  },
  SUP_STORAGE_UNAVAILABLE: {
    statusCode: 503,
    title: 'Storage unavailable',
    message: 'The disk refuses what has to be kept; nothing was changed: %s',
    remedy: 'Make room on the disk of `DATA_DIR`, or mend it; the service goes on by itself.',
    retryAfterSeconds: 15,
  },
  SUP_DIRECTORY_UNAVAILABLE: {
    statusCode: 502,
    title: 'Django not usable',
    message: 'The session list cannot be had from Django: %s.',
    remedy: 'Check `DJANGO_BASE_URL` and `DJANGO_API_KEY`; the service uses the last list and asks again by itself.',
  },
  SUP_WEBHOOK_NOT_FOUND: {
    statusCode: 404,
    title: 'Webhook not found',
    message: 'No webhook has the id "%s".',
    remedy: 'Look in `GET /api/v1/webhooks`, or create it with `POST /api/v1/webhooks`.',
  },
  SUP_WEBHOOK_INVALID: {
    statusCode: 400,
    title: 'Invalid webhook',
    message: 'The webhook cannot be used: %s Nothing was changed.',
    remedy: 'Mend what `detail` names. A receiver on a private network needs an entry in `WEBHOOK_ALLOWED_HOSTS`.',
  },
  SUP_WEBHOOK_FIXED: {
    statusCode: 409,
    title: 'Webhook of the settings',
    message: 'Webhook "%s" comes from the settings; nothing was changed. %s is where to change it.',
    remedy: 'Change the setting and restart the service. To stop it now, set `enabled` to false.',
  },
  SUP_SOCKET_PATH_TOO_LONG: {
    statusCode: 500,
    title: 'No place for the socket',
    message:
      "The path of the workers' socket has %d bytes in DATA_DIR and %d bytes in TMPDIR, and a Unix socket's may have at most %d: set a shorter DATA_DIR or TMPDIR.",
    remedy: 'The service does not start: set a shorter `DATA_DIR`, or a shorter `TMPDIR` in its environment.',
  },
  SUP_API_KEY_FILE: {
    statusCode: 500,
    title: 'API key file unusable',
    message: 'The API key file %s cannot be used: %s.',
    remedy: 'The service does not start: mend or remove the file, or set `API_KEYS`.',
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type ErrorCode = keyof typeof errorTable;

/** The row of a code. */
export function errorRow(code: ErrorCode): ErrorRow {
  return errorTable[code];
}

/** Whether a code from anywhere is a row of the table. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code);
}
