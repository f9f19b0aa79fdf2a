import type { ErrorRows } from './error-row.ts';

/** Sending messages, and what became of them. */
export const sendErrors = {
  SUP_IDEMPOTENCY_KEY_REUSED: {
    statusCode: 422,
    title: 'Idempotency key used for another message',
    message: 'The idempotency key "%s" of session "%s" stands for another message; nothing was sent.',
    remedy: 'Use a new `Idempotency-Key` for each message, and the same one only to repeat the same request.',
  },
  SUP_SEND_NOT_FOUND: {
    statusCode: 404,
    title: 'Send not found',
    message: 'There is no send "%s" of session "%s"; those that ended long ago are forgotten.',
    remedy: 'Look in `GET /api/v1/sessions/{session_id}/sends`; `SEND_RETENTION_DAYS` says how long they are kept.',
  },
  SUP_SEND_UNSETTLED: {
    statusCode: 504,
    title: 'Outcome of the send not known yet',
    message:
      'Session "%s" was lost while the message was on its way; what became of it is known once the session is connected again: as send "%s", or by the same request with the header "Idempotency-Key: %s".',
    remedy:
      'Ask `GET /api/v1/sessions/{session_id}/sends/{send_id}`, wait for the event `message.send_settled`, or send the request again with the same `Idempotency-Key`: it goes out once.',
    retryAfterSeconds: 5,
  },
  SUP_SEND_NOT_SENT: {
    statusCode: 503,
    title: 'Not sent',
    message: 'The session was lost before the message went out; nothing was sent.',
    remedy: 'Send the request again, with the same `Idempotency-Key` or another.',
    retryAfterSeconds: 5,
  },
  SUP_SEND_REFUSED: {
    statusCode: 502,
    title: 'Refused by WhatsApp',
    message: 'WhatsApp did not take the message: WhatsApp Web shows it as failed.',
    remedy: 'Look at the phone: the account or the receiver may be restricted.',
  },
  SUP_SEND_UNCONFIRMED: {
    statusCode: 504,
    title: 'Never confirmed',
    message: 'WhatsApp Web has the message, and no server of WhatsApp confirmed it within 24 hours.',
    remedy: "Look at the session's connection; the message may still go out.",
  },
  SUP_BULK_NOT_FOUND: {
    statusCode: 404,
    title: 'Bulk job not found',
    message: 'There is no bulk job "%s" of session "%s"; those that ended long ago are forgotten.',
    remedy: 'Look in `GET /api/v1/sessions/{session_id}/bulk-jobs`.',
  },
  SUP_BULK_OVER: {
    statusCode: 409,
    title: 'Bulk job is over',
    message: 'Bulk job "%s" is %s; nothing was changed.',
    remedy: 'Begin another job with `POST /api/v1/sessions/{session_id}/messages/bulk`.',
  },
  SUP_SEND_PACED: {
    statusCode: 429,
    title: 'Too fast',
    message: 'Session "%s" may send its next message in %d s; nothing was sent.',
    remedy:
      'Send it again after `Retry-After`, or let it wait with `"queue": true`. `SEND_MIN_INTERVAL_MS` and `NEW_NUMBER_DAILY_CAP` set the pace.',
    retryAfterSeconds: 1,
  },
  SUP_SEND_EXPIRED: {
    statusCode: 409,
    title: 'Expired',
    message: 'The message waited until it expired; nothing was sent.',
    remedy: 'Send it again with a new `Idempotency-Key`, where it still makes sense; `expires_in_seconds` says how long it may wait.',
  },
  SUP_SEND_CANCELLED: {
    statusCode: 409,
    title: 'Cancelled',
    message: 'The send was cancelled before the message went out; nothing was sent.',
    remedy: 'Send it again with a new `Idempotency-Key`.',
  },
  SUP_SEND_NOT_CANCELLABLE: {
    statusCode: 409,
    title: 'Not to be cancelled',
    message: 'Send "%s" is %s; only one that is queued can be cancelled.',
    remedy: 'Delete the message for everyone, where it has gone out.',
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
} as const satisfies ErrorRows;
