/** What a metric is; docs/metrics.md is made of these. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds, in the unit of the metric's name. */
  readonly buckets?: readonly number[];
}

/** Every metric of the service's own by its name; those of the process (`process_…`, `nodejs_…`) are prom-client's. */
export const metricDefinitions = {
  whatsapp_sessions: { type: 'gauge', help: 'Sessions by status.', labels: ['status'] },
  whatsapp_session_connected: { type: 'gauge', help: '1 while the session is connected, else 0.', labels: ['session_id'] },
  whatsapp_session_memory_bytes: {
    type: 'gauge',
    help: 'Resident memory of the worker and its browser; shared pages count for each of their processes.',
    labels: ['session_id'],
  },
  whatsapp_session_cpu_ratio: {
    type: 'gauge',
    help: 'Processor time of the worker and its browser; 1 is one processor.',
    labels: ['session_id'],
  },
  whatsapp_session_processes: { type: 'gauge', help: 'Processes of the worker and its browser.', labels: ['session_id'] },
  whatsapp_session_profile_bytes: {
    type: 'gauge',
    help: 'What the profile takes on disk, measured every ten minutes.',
    labels: ['session_id'],
  },
  whatsapp_session_restarts_total: {
    type: 'counter',
    help: 'How often the session was restarted after its worker ended unasked.',
    labels: ['session_id'],
  },
  whatsapp_worker_exits_total: {
    type: 'counter',
    help: 'Workers that ended, by the reason code that the session shows for it; stops and restarts by command are among them.',
    labels: ['reason'],
  },
  whatsapp_session_recovery_seconds: {
    type: 'histogram',
    help: 'From the unasked end of a worker until the session was connected again.',
    labels: [],
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3_600],
  },
  whatsapp_reaped_processes_total: {
    type: 'counter',
    help: 'Processes that a worker or an earlier run of the service left behind and that had to be ended.',
    labels: [],
  },
  whatsapp_session_meaningless_events_total: {
    type: 'counter',
    help: 'Events that meant nothing in the state that their session was in, and changed nothing: a worker or this service erred, or one told late.',
    labels: ['state', 'event'],
  },
  whatsapp_starts_waiting: { type: 'gauge', help: 'Sessions in the start queue.', labels: [] },
  whatsapp_starts_in_progress: { type: 'gauge', help: 'Sessions that are starting.', labels: [] },
  whatsapp_starts_breaker: {
    type: 'gauge',
    help: 'State of the breaker that pauses all starts while the machine is ill: 1 for the present state, 0 for the others.',
    labels: ['state'],
  },
  whatsapp_restoration_duration_seconds: {
    type: 'gauge',
    help: 'From the beginning of the last restoration until its last session was connected or had failed.',
    labels: [],
  },
  whatsapp_session_restoration_seconds: {
    type: 'histogram',
    help: 'How long each session of the last restoration took until it was connected; those that had stayed connected are left out.',
    labels: [],
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3_600],
  },
  whatsapp_backup_next_run_timestamp_seconds: {
    type: 'gauge',
    help: 'When all linked sessions are backed up next; absent without BACKUP_SCHEDULE.',
    labels: [],
  },
  whatsapp_backup_last_run_timestamp_seconds: {
    type: 'gauge',
    help: 'When the last scheduled backup of all sessions came to its end; absent before the first.',
    labels: [],
  },
  whatsapp_backup_last_run_success: {
    type: 'gauge',
    help: '1 where each linked session was backed up by the last scheduled run, else 0.',
    labels: [],
  },
  whatsapp_backup_last_run_sessions: {
    type: 'gauge',
    help: 'Sessions of the last scheduled backup by outcome (made, failed).',
    labels: ['outcome'],
  },
  whatsapp_messages_received_total: {
    type: 'counter',
    help: 'Messages that came; backfilled are those of a time at which their session was away.',
    labels: ['backfilled'],
  },
  whatsapp_sends_total: {
    type: 'counter',
    help: 'Sends that ended since the start of the service, by outcome (sent, failed, expired, cancelled).',
    labels: ['outcome'],
  },
  whatsapp_sends_waiting: { type: 'gauge', help: 'Sends that wait for their session, their time or their turn.', labels: [] },
  whatsapp_sends_in_progress: {
    type: 'gauge',
    help: 'Sends that a worker has, or that no server of WhatsApp has confirmed yet.',
    labels: [],
  },
  whatsapp_event_log_events: { type: 'gauge', help: 'Events that are kept.', labels: [] },
  whatsapp_database_bytes: { type: 'gauge', help: 'What the database takes, the event log first of all.', labels: [] },
  whatsapp_webhook_attempts_total: {
    type: 'counter',
    help: 'Attempts to deliver an event to a webhook, by outcome (delivered, failed).',
    labels: ['outcome'],
  },
  whatsapp_webhook_events_given_up_total: {
    type: 'counter',
    help: 'Events that were given up for a webhook: new dead letters.',
    labels: [],
  },
  whatsapp_webhook_enabled: { type: 'gauge', help: '1 while the webhook is enabled, else 0.', labels: ['webhook_id'] },
  whatsapp_webhook_pending_events: { type: 'gauge', help: 'Events that the webhook is still owed.', labels: ['webhook_id'] },
  whatsapp_webhook_oldest_pending_seconds: {
    type: 'gauge',
    help: 'How long the oldest of them waits; 0 where there is none.',
    labels: ['webhook_id'],
  },
  whatsapp_webhook_dead_letters: { type: 'gauge', help: 'Dead letters that are kept for the webhook.', labels: ['webhook_id'] },
  whatsapp_restoration_sessions: { type: 'gauge', help: 'Sessions of the last restoration by outcome.', labels: ['outcome'] },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricDefinitions;
