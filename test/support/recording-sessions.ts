import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { SessionsPort } from '@whatsapp-service/supervisor/http/services.ts';
import { workerAnswer } from './worker-answers.ts';

/** A session as the ports give it. */
export function sessionView(sessionId: string, changes: Partial<SessionView> = {}): SessionView {
  return {
    session_id: sessionId,
    user_id: 1,
    instance_name: 'Main',
    status: 'connected',
    state: 'connected',
    desired: 'running',
    reason: null,
    phone: '15550000001',
    push_name: 'Main',
    last_active: '2026-11-23T16:00:00.000Z',
    connected_since: '2026-11-23T15:00:00.000Z',
    restarts: 0,
    resources: { rss_bytes: 1, cpu_percent: 0.5, processes: 5, profile_bytes: null },
    ...changes,
  };
}

/** Sessions that are there whatever their id; each call is noted. */
export function recordingSessions(note: (name: string, ...args: unknown[]) => void): SessionsPort {
  const answerWithSession =
    (name: string) =>
    (sessionId: string): SessionView => {
      note(name, sessionId);
      return sessionView(sessionId);
    };
  return {
    create: (input) => {
      note('create', input);
      return sessionView(input.session_id, { user_id: input.user_id ?? null });
    },
    list: (query) => {
      note('list', query);
      return { sessions: [sessionView('a'), sessionView('b')], next_cursor: null };
    },
    get: answerWithSession('get'),
    start: answerWithSession('start'),
    stop: answerWithSession('stop'),
    restart: answerWithSession('restart'),
    logout: answerWithSession('logout'),
    remove: answerWithSession('remove'),
    qr: (sessionId) => {
      note('qr', sessionId);
      return { qr: `2@${sessionId}`, expires_at: '2026-11-23T16:00:20.000Z' };
    },
    requestPairingCode: async (sessionId, phoneNumber) => {
      note('requestPairingCode', sessionId, phoneNumber);
      return { code: 'ABCD1234' };
    },
    ask: async (sessionId, method, params) => {
      note('ask', sessionId, method, params);
      return workerAnswer(method);
    },
    screenshot: async (sessionId) => {
      note('screenshot', sessionId);
      return Buffer.from('89504e470d0a1a0a', 'hex');
    },
    timeline: (sessionId) => {
      note('timeline', sessionId);
      return { session_id: sessionId, starts: [], bundles: [] };
    },
    bundle: async (sessionId) => {
      note('bundle', sessionId);
      return '{}';
    },
  };
}
