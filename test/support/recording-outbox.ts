import type { OutboxPort } from '@whatsapp-service/supervisor/http/services.ts';
import type { SendView } from '@whatsapp-service/supervisor/outbox/send-view.ts';

/** A send as the ports give it. */
function sendView(sessionId: string, changes: Partial<SendView> = {}): SendView {
  return {
    send_id: 'snd_1',
    session_id: sessionId,
    idempotency_key: 'key-1',
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
