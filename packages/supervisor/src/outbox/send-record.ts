import { createHash, randomBytes } from 'node:crypto';
import type { OutgoingContent } from '@whatsapp-service/shared/ipc/outgoing-content.ts';

/**
 * Where a send is. `sending`: the worker has it, or may have had it. `pending`: WhatsApp Web has the message, no server of
 * WhatsApp has confirmed it yet. The last four are its end.
 */
export const sendStatuses = ['queued', 'sending', 'pending', 'sent', 'failed', 'expired', 'cancelled'] as const;
export type SendStatus = (typeof sendStatuses)[number];

/** Why a send failed, in the words that its caller was or would be answered with. */
export interface SendFailure {
  readonly code: string;
  readonly statusCode: number;
  readonly detail: string;
  /** Whether the same request with the same key is tried again: nothing was sent, and it was not the message's fault. */
  readonly retryable: boolean;
}

/** One message, copy of a message or status that somebody wants sent, from its acceptance to its end. */
export interface SendRecord {
  readonly sendId: string;
  readonly sessionId: string;
  /** The caller's, or one that was made for it. */
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly to: string;
  /** Null once the send has ended. */
  readonly content: OutgoingContent | null;
  /** The part of the message's id that we choose, the same for each attempt: no receiver shows a message twice. */
  readonly ownId: string;
  /** The bulk job that it belongs to. */
  readonly jobId: string | null;
  readonly status: SendStatus;
  readonly attempts: number;
  /** How many attempts the page failed, or were cut short. */
  readonly setbacks: number;
  /** It may wait: for its session, for its time, for its turn. */
  readonly mayWait: boolean;
  /** When it may go out; null: at once. */
  readonly notBeforeMs: number | null;
  /** Until when it may wait; null: for ever. */
  readonly expiresMs: number | null;
  /** Its outcome is told by an event, because no answer tells it. */
  readonly isTold: boolean;
  readonly messageId: string | null;
  readonly timestamp: string | null;
  readonly failure: SendFailure | null;
  readonly createdMs: number;
  readonly settledMs: number | null;
}

/** What a caller asks for. */
export interface SendRequest {
  readonly to: string;
  readonly content: OutgoingContent;
  readonly idempotencyKey: string;
  /** Whether it may wait where it cannot go out at once. */
  readonly queue?: boolean;
  /** How long it may wait, from now or from its time. */
  readonly expiresInMs?: number;
  /** When it is to go out. */
  readonly sendAtMs?: number;
}

/** A send that has just been accepted. */
export function newSend(sessionId: string, request: SendRequest, nowMs: number): SendRecord {
  const { queue = false, expiresInMs, sendAtMs } = request;
  const mayWait = queue || sendAtMs !== undefined;
  return {
    sendId: `snd_${randomBytes(15).toString('base64url')}`,
    sessionId,
    idempotencyKey: request.idempotencyKey,
    requestHash: requestHashOf(request),
    to: request.to,
    content: request.content,
    // The form that WhatsApp Web's own ids have.
    ownId: `3EB0${randomBytes(9).toString('hex').toUpperCase()}`,
    jobId: null,
    status: 'sending',
    attempts: 1,
    setbacks: 0,
    mayWait,
    notBeforeMs: sendAtMs ?? null,
    expiresMs: mayWait && expiresInMs !== undefined ? Math.max(nowMs, sendAtMs ?? nowMs) + expiresInMs : null,
    isTold: false,
    messageId: null,
    timestamp: null,
    failure: null,
    createdMs: nowMs,
    settledMs: null,
  };
}

/** Whether nothing changes any more but by a late confirmation. */
export function isSettled(status: SendStatus): boolean {
  return status === 'sent' || status === 'failed' || status === 'expired' || status === 'cancelled';
}

/** What makes two requests the same: receiver, content and time, whatever the order of the fields and the place of a file. */
export function requestHashOf({ to, content, sendAtMs }: SendRequest): string {
  return createHash('sha256').update(canonical({ to, content, sendAtMs })).digest('base64url');
}

/** Where a file lies says nothing of what is in it: its hash stands beside it. */
const placeOfFile = 'file';

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([name, each]) => each !== undefined && name !== placeOfFile);
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}
