import type { ErrorRows } from './error-row.ts';

/** Requests that cannot be answered, whatever they are about. */
export const requestErrors = {
  SUP_UNAUTHORIZED: {
    statusCode: 401,
    title: 'API key missing or wrong',
    message: 'The request has no valid API key; send one in the header "x-api-key".',
    remedy: 'Send the header `x-api-key` with one of the keys of `API_KEYS`, or the key in `DATA_DIR/api-key`.',
  },
  SUP_API_KEY_EXPIRED: {
    statusCode: 401,
    title: 'API key expired',
    message: 'The API key has expired; it opens nothing any more.',
    remedy: 'Have an administrator make a new key (`POST /api/v1/keys`).',
  },
  SUP_SCOPE_MISSING: {
    statusCode: 403,
    title: 'Scope missing',
    message: 'This asks for a key with the scope "%s"; this one has %s.',
    remedy: 'Use a key with that scope (`GET /api/v1/keys` lists them); `admin` may do everything, and the keys of `API_KEYS` have it.',
  },
  SUP_OUTSIDE_PREFIX: {
    statusCode: 403,
    title: 'Outside of the key’s sessions',
    message: 'This key is for the sessions whose ids begin with "%s" and for nothing else.',
    remedy: 'Use a key without `session_prefix`, or with one that fits; lists, events and logs show what the key may see.',
  },
  SUP_KEY_NOT_FOUND: {
    statusCode: 404,
    title: 'Key not found',
    message: 'No managed key has the id "%s".',
    remedy: 'List the keys; those of `API_KEYS` stand in the settings alone.',
  },
  SUP_TOO_MANY_KEYS: {
    statusCode: 409,
    title: 'Too many keys',
    message: 'There are %d managed keys, which is the limit.',
    remedy: 'Revoke keys that nobody uses; `last_used_at` tells.',
  },
  SUP_TOO_MANY_SIGN_INS: {
    statusCode: 429,
    title: 'Too many sign-ins',
    message: 'There were too many attempts to sign in from this address; try again in %d s.',
    remedy: 'Wait for the seconds that the sentence names. Behind a proxy, `TRUST_PROXY` tells one caller from another.',
  },
  SUP_TOO_MANY_WRONG_KEYS: {
    statusCode: 429,
    title: 'Too many wrong keys',
    message: 'There were too many wrong keys from this address; no key of it is looked at for %d s.',
    remedy:
      'Wait for the seconds of the `Retry-After` header, and mend the program that sends a wrong key. Keys that worked from the address within the last hour go on to work. Behind a proxy, `TRUST_PROXY` tells one caller from another.',
  },
  SUP_RATE_LIMITED: {
    statusCode: 429,
    title: 'Too many requests',
    message: 'There were more requests of %s than the %d a minute that are allowed; nothing was done. Try again in %d s.',
    remedy: 'Wait for the seconds of the `Retry-After` header; `RATE_LIMIT_PER_KEY` and `RATE_LIMIT_PER_ADDRESS` set the limits.',
  },
  SUP_CROSS_ORIGIN: {
    statusCode: 403,
    title: 'Request of another site',
    message: 'A page of another site, or of another name of this one, asked for a change with a cookie of this service; nothing was done.',
    remedy: 'Open the status page under one address; a proxy in front has to keep the `Host` header. Programs send `x-api-key`.',
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
    message: 'There is no route %s; the reference at %s lists all of them.',
    remedy: 'Check the path; all routes but the health checks begin with `/api/v1`, behind `BASE_PATH` where that is set.',
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
    message:
      'The body must be JSON, with the header "content-type: application/json"; routes that take files take multipart/form-data as well.',
    remedy: 'Send the body as JSON, with `Content-Type: application/json`; a file as `multipart/form-data`.',
  },
  SUP_HEADERS_TOO_LARGE: {
    statusCode: 431,
    title: 'Headers too large',
    message: 'The headers are larger than they may be.',
    remedy: 'Send fewer or shorter headers.',
  },
  SUP_HANDLER_TIMEOUT: {
    statusCode: 504,
    title: 'Answer took too long',
    message: 'The answer was not ready in time; whether the command was carried out is not known.',
    remedy: 'Look at the session and its timeline; send a message again with the same `Idempotency-Key`.',
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
} as const satisfies ErrorRows;
