import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import t from 'tap';
import { metricDefinitions } from '@whatsapp-service/supervisor/metrics/metric-definitions.ts';
import { ServiceMetrics } from '@whatsapp-service/supervisor/metrics/service-metrics.ts';

const restoration = {
  service_stopped_at: null,
  service_started_at: '2026-11-23T15:59:59.000Z',
  began_at: '2026-11-23T16:00:00.000Z',
  first_connected_at: null,
  last_connected_at: null,
  completed_at: '2026-11-23T16:00:07.500Z',
  directory_source: 'django',
  restored: 9,
  failed: 1,
  sessions: [
    { session_id: 'a', outcome: 'restored', adopted: false, message: null, duration_ms: 4_000 },
    { session_id: 'b', outcome: 'restored', adopted: true, message: null, duration_ms: 100 },
    { session_id: 'c', outcome: 'failed', adopted: false, message: 'x', duration_ms: 9_000 },
  ],
} as const;

function metrics(sessions = ['a']): ServiceMetrics {
  return new ServiceMetrics({
    sessions: () =>
      sessions.splice(0).map((sessionId) => ({
        sessionId,
        connected: true,
        restarts: 3,
        rssBytes: 1_000,
        cpuPercent: 50,
        processes: 6,
        profileBytes: 2_000,
      })),
    statuses: () => ({ connected: 1, disconnected: 2 }),
    startsWaiting: () => 4,
    startsInProgress: () => 2,
    breaker: () => 'half_open',
    backups: () => ({
      schedule: '0 3 * * *',
      next_run_at: '2026-11-24T03:00:00.000Z',
      running: false,
      last_run: { began_at: '2026-11-23T03:00:00.000Z', completed_at: '2026-11-23T03:01:00.000Z', made: 3, failed: 1, fault: null },
    }),
    lastRestoration: () => restoration,
    sends: () => new Map([['sent', 3]]),
    sendQueue: () => ({ waiting: 7, in_progress: 2 }),
    eventLog: () => ({ events: 1_200, databaseBytes: 4_096 }),
    webhooks: () => ({
      attempts: { delivered: 5, failed: 2 },
      givenUp: 1,
      each: [{ id: 'wh_1', enabled: true, pending: 6, oldestPendingSeconds: 90, deadLetters: 4 }],
    }),
  });
}

function change(to: string, cause: string, seconds: number, code?: string): LoggedEvent {
  const reason = code === undefined ? null : { code, message: 'x' };
  const time = new Date(seconds * 1_000).toISOString();
  return { seq: 1, id: 'e', type: 'session.state_changed', session_id: 'a', time, data: { to, cause, reason } };
}

t.test('every metric that is documented is there, with its type', async (t) => {
  const service = metrics();
  for (const event of [change('backoff', 'exited', 0, 'browser_lost'), change('connected', 'ready', 8)]) service.note(event);
  service.reaped(2);
  service.meaningless('connected', 'ready');
  const text = await service.text();
  for (const [name, { type, help }] of Object.entries(metricDefinitions)) {
    t.match(text, `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
    t.match(text, new RegExp(`^${name}(_count)?(\\{[^}]*\\})? `, 'm'), name);
  }
  t.match(text, /^nodejs_eventloop_lag_p99_seconds /m);
});

t.test('messages that came are counted, those of a time away apart', async (t) => {
  const service = metrics();
  const message = { ...change('', '', 0), type: 'message.received' };
  for (const data of [{}, { backfilled: false }, { backfilled: true }]) service.note({ ...message, data });
  service.note({ ...message, type: 'message.sent' });
  const text = await service.text();
  t.match(text, 'whatsapp_messages_received_total{backfilled="false"} 2');
  t.match(text, 'whatsapp_messages_received_total{backfilled="true"} 1');
});

t.test('the figures are those of the parts', async (t) => {
  const text = await metrics().text();
  const lines = [
    'whatsapp_sessions{status="connected"} 1',
    'whatsapp_session_cpu_ratio{session_id="a"} 0.5',
    'whatsapp_session_restarts_total{session_id="a"} 3',
    'whatsapp_starts_breaker{state="closed"} 0',
    'whatsapp_starts_breaker{state="half_open"} 1',
    'whatsapp_restoration_duration_seconds 7.5',
    'whatsapp_session_restoration_seconds_count 1',
    'whatsapp_session_restoration_seconds_bucket{le="2"} 0',
    'whatsapp_session_restoration_seconds_bucket{le="5"} 1',
    'whatsapp_restoration_sessions{outcome="failed"} 1',
    'whatsapp_backup_next_run_timestamp_seconds 1795489200',
    'whatsapp_backup_last_run_timestamp_seconds 1795402860',
    'whatsapp_backup_last_run_success 0',
    'whatsapp_backup_last_run_sessions{outcome="failed"} 1',
    'whatsapp_sends_total{outcome="sent"} 3',
    'whatsapp_webhook_attempts_total{outcome="delivered"} 5',
    'whatsapp_webhook_attempts_total{outcome="failed"} 2',
    'whatsapp_webhook_events_given_up_total 1',
    'whatsapp_webhook_pending_events{webhook_id="wh_1"} 6',
    'whatsapp_webhook_oldest_pending_seconds{webhook_id="wh_1"} 90',
    'whatsapp_webhook_dead_letters{webhook_id="wh_1"} 4',
  ];
  for (const line of lines) t.ok(text.includes(`\n${line}\n`), line);
});

t.test('a session that is gone has no line any more', async (t) => {
  const service = metrics();
  t.match(await service.text(), 'session_id="a"');
  t.notMatch(await service.text(), 'session_id="a"');
});

t.test('an exit counts with its reason, and the way back is measured from the first one', async (t) => {
  const service = metrics();
  service.note(change('backoff', 'exited', 10, 'browser_lost'));
  service.note(change('backoff', 'exited', 15, 'start_deadline'));
  service.note(change('connected', 'ready', 30));
  service.note(change('connected', 'ready', 40));
  service.note(change('stopped', 'exited', 50, 'stopped_by_request'));
  const text = await service.text();
  t.match(text, 'whatsapp_worker_exits_total{reason="browser_lost"} 1');
  t.match(text, 'whatsapp_worker_exits_total{reason="start_deadline"} 1');
  t.match(text, 'whatsapp_worker_exits_total{reason="stopped_by_request"} 1');
  t.match(text, 'whatsapp_session_recovery_seconds_sum 20');
  t.match(text, 'whatsapp_session_recovery_seconds_count 1');
});

t.test('a session that a person stopped or started again in between is no recovery', async (t) => {
  const service = metrics();
  service.note(change('backoff', 'exited', 10, 'browser_lost'));
  service.note(change('stopped', 'stop_requested', 11));
  service.note(change('connected', 'ready', 3_000));
  t.match(await service.text(), 'whatsapp_session_recovery_seconds_count 0');
});
