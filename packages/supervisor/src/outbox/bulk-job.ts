import { createHash, randomBytes } from 'node:crypto';
import { isoTime, isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';
import { newSend, requestHashOf } from './send-record.ts';
import type { SendRecord, SendRequest, SendStatus } from './send-record.ts';
import { queued } from './send-transitions.ts';

/** `completed` and `cancelled` are its end: no message of it waits or is on its way. */
export const bulkStatuses = ['running', 'paused', 'cancelled', 'completed'] as const;
export type BulkStatus = (typeof bulkStatuses)[number];

/** One message to many receivers. */
export interface BulkJob {
  readonly jobId: string;
  readonly sessionId: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly status: BulkStatus;
  readonly total: number;
  readonly createdMs: number;
  readonly endedMs: number | null;
}

/** What a caller asks for. */
export interface BulkRequest extends Omit<SendRequest, 'to' | 'queue'> {
  readonly recipients: readonly string[];
}

/** How many messages of a job have each status. */
export type BulkCounts = Readonly<Record<SendStatus, number>>;

/** A job as callers see it. */
export interface BulkView {
  readonly job_id: string;
  readonly session_id: string;
  readonly idempotency_key: string;
  readonly status: BulkStatus;
  readonly total: number;
  readonly counts: BulkCounts;
  readonly created_at: string;
  readonly ended_at: string | null;
}

/** Long enough for a thousand messages at a slow pace. */
const expiresInMs = 7 * 24 * 3_600_000;

/** A job that has just been accepted, and a send for each receiver. */
export function newBulk(sessionId: string, request: BulkRequest, nowMs: number): { job: BulkJob; sends: SendRecord[] } {
  const { recipients, idempotencyKey, ...message } = request;
  const jobId = `blk_${randomBytes(15).toString('base64url')}`;
  const sends = recipients.map((to, index) => {
    const each = { expiresInMs, ...message, to, queue: true, idempotencyKey: `${jobId}:${index}` };
    return { ...queued(newSend(sessionId, each, nowMs)), jobId };
  });
  const job: BulkJob = {
    jobId,
    sessionId,
    idempotencyKey,
    requestHash: bulkHashOf(request),
    status: 'running',
    total: recipients.length,
    createdMs: nowMs,
    endedMs: null,
  };
  return { job, sends };
}

/** What makes two requests the same job. */
export function bulkHashOf({ recipients, ...message }: BulkRequest): string {
  const hashes = recipients.map((to) => requestHashOf({ ...message, to }));
  return createHash('sha256').update(hashes.join(' ')).digest('base64url');
}

export function isEnded({ status }: BulkJob): boolean {
  return status === 'cancelled' || status === 'completed';
}

/** The public form of a job. */
export function bulkViewOf(job: BulkJob, counts: BulkCounts): BulkView {
  return {
    job_id: job.jobId,
    session_id: job.sessionId,
    idempotency_key: job.idempotencyKey,
    status: job.status,
    total: job.total,
    counts,
    created_at: isoTime(job.createdMs),
    ended_at: isoTimeOrNull(job.endedMs),
  };
}
