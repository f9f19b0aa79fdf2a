import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { isSettled } from './send-record.ts';
import type { SendFailure, SendRecord } from './send-record.ts';

/** What the worker says of a message that WhatsApp Web has. */
export interface SentMessage {
  readonly messageId: string;
  readonly timestamp: string;
  /** -1 error, 0 pending, 1 and more: a server of WhatsApp has it. */
  readonly ack: number;
}

/** What a look for a message leads to. */
export type LookupStep =
  | { readonly action: 'settle'; readonly record: SendRecord }
  /** It is there and not confirmed, which WhatsApp Web itself sees to. */
  | { readonly action: 'wait'; readonly record: SendRecord }
  | { readonly action: 'send_again' };

/** A message that no server has confirmed is given up after this long. */
const confirmWithinMs = 24 * 3_600_000;

/** A message whose page goes away so often is not what is sent once more. */
const setbacksAtMost = 10;
const retryAfterMs = 5_000;

const neverSent: SendFailure = {
  code: 'SUP_SEND_NOT_SENT',
  statusCode: 503,
  detail: 'The session was lost before the message went out; nothing was sent.',
  retryable: true,
};
const waitedTooLong: SendFailure = {
  code: 'SUP_SEND_EXPIRED',
  statusCode: 409,
  detail: 'The message waited until it expired; nothing was sent.',
  retryable: false,
};
const calledBack: SendFailure = {
  code: 'SUP_SEND_CANCELLED',
  statusCode: 409,
  detail: 'The send was cancelled before the message went out; nothing was sent.',
  retryable: false,
};
const refusedByServer: SendFailure = {
  code: 'SUP_SEND_REFUSED',
  statusCode: 502,
  detail: 'WhatsApp did not take the message: WhatsApp Web shows it as failed.',
  retryable: false,
};
const neverConfirmed: SendFailure = {
  code: 'SUP_SEND_UNCONFIRMED',
  statusCode: 504,
  detail: 'WhatsApp Web has the message, and no server of WhatsApp confirmed it within 24 hours.',
  retryable: false,
};

/** The send once WhatsApp Web has its message. */
export function taken(record: SendRecord, sent: SentMessage, nowMs: number): SendRecord {
  const { messageId, timestamp } = sent;
  const known = { ...record, messageId, timestamp, failure: null };
  // An id that could not be chosen cannot be looked for either: that WhatsApp Web took the message is all that will be known.
  return sent.ack >= 1 || !messageId.includes(record.ownId)
    ? { ...known, status: 'sent', content: null, settledMs: nowMs }
    : { ...known, status: 'pending', settledMs: null };
}

/** The send once it is known that its message does not go out. */
export function failed(record: SendRecord, failure: SendFailure, nowMs: number): SendRecord {
  return { ...record, status: 'failed', content: null, failure, settledMs: nowMs };
}

/** The send of which it is known that this attempt brought nothing out: one that may wait waits for the next. */
export function notSent(record: SendRecord, failure: SendFailure, nowMs: number): SendRecord {
  // That its session was not there after all is no fault of an attempt.
  const isSetback = failure.code === 'SUP_WORKER_FAILED' || failure.code === neverSent.code;
  const setbacks = record.setbacks + (isSetback ? 1 : 0);
  const mayGoOn = record.mayWait && record.content !== null && setbacks < setbacksAtMost && !isExpired(record, nowMs);
  if (!mayGoOn) return failed({ ...record, setbacks }, failure, nowMs);
  // Where the session is there and the page fails, the others go first.
  const notBeforeMs = failure.code === 'SUP_WORKER_FAILED' ? nowMs + retryAfterMs : record.notBeforeMs;
  return { ...record, status: 'queued', isTold: true, notBeforeMs, setbacks };
}

/** The send that waits from now on, and is told of when it ends. */
export function queued(record: SendRecord): SendRecord {
  return { ...record, status: 'queued', isTold: true, attempts: record.attempts - 1 };
}

/** The next attempt of one that waited. */
export function begun(record: SendRecord): SendRecord {
  return { ...record, status: 'sending', attempts: record.attempts + 1 };
}

export function isExpired({ expiresMs }: SendRecord, nowMs: number): boolean {
  return expiresMs !== null && expiresMs <= nowMs;
}

/** The send that waited longer than it may. */
export function expired(record: SendRecord, nowMs: number): SendRecord {
  return { ...failed(record, waitedTooLong, nowMs), status: 'expired' };
}

/** The send that somebody called back before it went out. */
export function cancelled(record: SendRecord, nowMs: number): SendRecord {
  return { ...failed(record, calledBack, nowMs), status: 'cancelled' };
}

/** The send of a failed one whose caller asks again: another attempt at the same message. */
export function triedAgain(record: SendRecord, again: SendRecord): SendRecord {
  const { sendId, ownId, createdMs, attempts } = record;
  return { ...again, sendId, ownId, createdMs, attempts: attempts + 1 };
}

/** What follows from what the page has of a send whose outcome was open; `found` is null where it has no such message. */
export function afterLookup(record: SendRecord, found: SentMessage | null, nowMs: number): LookupStep {
  if (found === null) {
    // Its caller was told that WhatsApp Web has it; the same id makes it the same message.
    if (record.status === 'pending' && record.content !== null && record.setbacks < setbacksAtMost) return { action: 'send_again' };
    return { action: 'settle', record: notSent(record, neverSent, nowMs) };
  }
  if (found.ack >= 1) return { action: 'settle', record: taken(record, found, nowMs) };
  const known = { ...record, messageId: found.messageId, timestamp: found.timestamp };
  if (found.ack < 0) return { action: 'settle', record: failed(known, refusedByServer, nowMs) };
  // By its own time: what waited for days is not given up with the first look.
  if (nowMs - Date.parse(found.timestamp) > confirmWithinMs) return { action: 'settle', record: failed(known, neverConfirmed, nowMs) };
  return { action: 'wait', record: taken(record, found, nowMs) };
}

/** The send after a server's ack of its message; undefined where that changes nothing. */
export function confirmed(record: SendRecord, messageId: string, nowMs: number): SendRecord | undefined {
  if (isSettled(record.status)) return undefined;
  return {
    ...record,
    status: 'sent',
    content: null,
    messageId,
    timestamp: record.timestamp ?? isoTime(nowMs),
    failure: null,
    settledMs: nowMs,
  };
}
