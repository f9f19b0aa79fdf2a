import type { BulkPort, OutboxPort } from '@whatsapp-service/supervisor/http/services.ts';
import type { BulkView } from '@whatsapp-service/supervisor/outbox/bulk-job.ts';
import type { SendView } from '@whatsapp-service/supervisor/outbox/send-view.ts';

/** A send as the ports give it. */
function sendView(sessionId: string, changes: Partial<SendView> = {}): SendView {
  return {
    send_id: 'snd_1',
    session_id: sessionId,
    idempotency_key: 'key-1',
    job_id: null,
    to: '+15550000002',
    status: 'sent',
    message_id: 'm1',
    timestamp: '2026-11-23T16:00:00.000Z',
    error: null,
    attempts: 1,
    send_at: null,
    expires_at: null,
    created_at: '2026-11-23T16:00:00.000Z',
    settled_at: '2026-11-23T16:00:01.000Z',
    ...changes,
  };
}

/** An outbox that takes everything; each call is noted. */
export function recordingOutbox(note: (name: string, ...args: unknown[]) => void): OutboxPort {
  return {
    send: async (sessionId, request) => {
      note('outbox.send', sessionId, request);
      if (request.queue === true) return { waiting: sendView(sessionId, { status: 'queued', message_id: null }) };
      return { taken: { message_id: 'm1', status: 'sent', timestamp: '2026-11-23T16:00:00.000Z', send_id: 'snd_1' } };
    },
    cancel: (sessionId, sendId) => {
      note('outbox.cancel', sessionId, sendId);
      return sendView(sessionId, { send_id: sendId, status: 'cancelled' });
    },
    get: (sessionId, sendId) => {
      note('outbox.get', sessionId, sendId);
      return sendView(sessionId, { send_id: sendId });
    },
    list: (sessionId, query) => {
      note('outbox.list', sessionId, query);
      return { sends: [sendView(sessionId)], next_cursor: null };
    },
  };
}

const bulkView: BulkView = {
  job_id: 'blk_1',
  session_id: 'a',
  idempotency_key: 'key-1',
  status: 'running',
  total: 2,
  counts: { queued: 1, sending: 0, pending: 0, sent: 1, failed: 0, expired: 0, cancelled: 0 },
  created_at: '2026-11-23T16:00:00.000Z',
  ended_at: null,
};

/** Bulk jobs that are there whatever their id; each call is noted. */
export function recordingBulk(note: (name: string, ...args: unknown[]) => void): BulkPort {
  const answering =
    (name: string) =>
    (sessionId: string, jobId: string): BulkView => {
      note(name, sessionId, jobId);
      return { ...bulkView, session_id: sessionId, job_id: jobId };
    };
  return {
    create: (sessionId, request) => {
      note('bulk.create', sessionId, request);
      return { ...bulkView, session_id: sessionId };
    },
    list: (sessionId, query) => {
      note('bulk.list', sessionId, query);
      return { jobs: [bulkView], next_cursor: null };
    },
    get: answering('bulk.get'),
    pause: answering('bulk.pause'),
    resume: answering('bulk.resume'),
    cancel: answering('bulk.cancel'),
  };
}
