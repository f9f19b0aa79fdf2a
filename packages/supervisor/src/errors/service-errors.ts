import type { ErrorRows } from './error-row.ts';

/** The service itself: its start, its end, what it needs of the machine. */
export const serviceErrors = {
  SUP_DRAINING: {
    statusCode: 503,
    title: 'Service shutting down',
    message: 'The service is shutting down and takes no commands; nothing was done.',
    remedy: 'Send the command again after the seconds of the `Retry-After` header.',
    retryAfterSeconds: 15,
  },
  SUP_OVERLOADED: {
    statusCode: 503,
    title: 'Service overloaded',
    message: 'The service does not keep up (%s) and takes no requests for a moment; nothing was done.',
    remedy:
      'Send the request again after the seconds of the `Retry-After` header. `OVERLOAD_LOOP_DELAY_MS` and `OVERLOAD_HEAP_MB` say from when on; docs/capacity.md says what a machine carries.',
    retryAfterSeconds: 5,
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
  SUP_LIST_HELD_BACK: {
    statusCode: 409,
    title: 'Empty session list not obeyed yet',
    message:
      "Django's list is empty and had %d sessions before: it may be a fault of Django's, and is obeyed only when it stays so for %d s.",
    remedy: 'Look into Django whether its sessions are really gone; if they are, ask again after the time that the sentence names.',
  },
  SUP_NO_DJANGO: {
    statusCode: 409,
    title: 'No list to compare with',
    message: 'The service keeps the list of its sessions itself; there is no other to compare it with.',
    remedy: 'Set `DJANGO_BASE_URL` where a Django application owns the list.',
  },
  SUP_STILL_RESTORING: {
    statusCode: 409,
    title: 'Sessions are being restored',
    message: 'Sessions are being restored; nothing was started or ended.',
    remedy: 'Wait until `GET /readyz` tells that none remains, and ask again.',
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
} as const satisfies ErrorRows;
