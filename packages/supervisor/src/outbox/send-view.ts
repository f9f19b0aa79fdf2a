import { isoTime, isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';
import type { SendRecord, SendStatus } from './send-record.ts';

/** A send as callers see it. */
export interface SendView {
  readonly send_id: string;
  readonly session_id: string;
  readonly idempotency_key: string;
  /** The bulk job that it belongs to. */
  readonly job_id: string | null;
  readonly to: string;
  readonly status: SendStatus;
  readonly message_id: string | null;
  readonly timestamp: string | null;
  readonly error: { readonly code: string; readonly detail: string; readonly retryable: boolean } | null;
  readonly attempts: number;
  /** When it is to go out. */
  readonly send_at: string | null;
  /** Until when it may wait. */
  readonly expires_at: string | null;
  readonly created_at: string;
  readonly settled_at: string | null;
}

/** The public form of a record; the content is not in it. */
export function sendViewOf(record: SendRecord): SendView {
  const { failure } = record;
  return {
    send_id: record.sendId,
    session_id: record.sessionId,
    idempotency_key: record.idempotencyKey,
    job_id: record.jobId,
    to: record.to,
    status: record.status,
    message_id: record.messageId,
    timestamp: record.timestamp,
    error: failure === null ? null : { code: failure.code, detail: failure.detail, retryable: failure.retryable },
    attempts: record.attempts,
    send_at: isoTimeOrNull(record.notBeforeMs),
    expires_at: isoTimeOrNull(record.expiresMs),
    created_at: isoTime(record.createdMs),
    settled_at: isoTimeOrNull(record.settledMs),
  };
}
