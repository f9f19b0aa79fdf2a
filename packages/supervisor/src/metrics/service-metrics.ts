import type { BackupScheduleView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { SendQueueInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventLogSize } from '../events/event-log.ts';
import { ExitWatch } from './exit-watch.ts';
import { metricDefinitions } from './metric-definitions.ts';
import type { MetricName } from './metric-definitions.ts';

/** One session as the metrics show it. */
export interface MeasuredSession {
  readonly sessionId: string;
  readonly connected: boolean;
  readonly restarts: number;
  readonly rssBytes: number;
  readonly cpuPercent: number;
  readonly processes: number;
  readonly profileBytes: number | null;
}

/** The webhooks as the metrics show them; the attempts since the start of the service. */
export interface MeasuredWebhooks {
  readonly attempts: { readonly delivered: number; readonly failed: number };
  readonly givenUp: number;
  readonly each: readonly {
    readonly id: string;
    readonly enabled: boolean;
    readonly pending: number;
    readonly oldestPendingSeconds: number;
    readonly deadLetters: number;
  }[];
}

/** What is asked each time somebody reads the metrics. */
export interface MetricSources {
  readonly sessions: () => readonly MeasuredSession[];
  readonly statuses: () => Readonly<Record<string, number>>;
  readonly startsWaiting: () => number;
  readonly startsInProgress: () => number;
  readonly breaker: () => 'closed' | 'open' | 'half_open';
  readonly backups: () => BackupScheduleView;
  readonly lastRestoration: () => RestorationReport | null;
  readonly webhooks: () => MeasuredWebhooks;
  /** How many sends have ended in each way since the start of the service. */
  readonly sends: () => ReadonlyMap<string, number>;
  readonly sendQueue: () => Pick<SendQueueInfo, 'waiting' | 'in_progress'>;
  readonly eventLog: () => Pick<EventLogSize, 'events' | 'databaseBytes'>;
}

/** The service's metrics in the text format of Prometheus. */
export class ServiceMetrics {
  readonly contentType: string;
  readonly #registry = new Registry();
  readonly #sources: MetricSources;
  readonly #gauges = new Map<MetricName, Gauge>();
  readonly #restarts: Counter;
  readonly #sends: Counter;
  readonly #attempts: Counter;
  readonly #givenUp: Counter;
  readonly #exits: Counter;
  readonly #reaped: Counter;
  readonly #meaningless: Counter;
  readonly #received: Counter;
  readonly #recovery: Histogram;
  readonly #restoration: Histogram;
  readonly #watch: ExitWatch;

  constructor(sources: MetricSources) {
    this.#sources = sources;
    this.contentType = this.#registry.contentType;
    collectDefaultMetrics({ register: this.#registry });
    for (const [name, definition] of Object.entries(metricDefinitions)) {
      if (isMetric(name) && definition.type === 'gauge') this.#gauges.set(name, new Gauge(this.#settings(name)));
    }
    this.#restarts = new Counter(this.#settings('whatsapp_session_restarts_total'));
    this.#sends = new Counter(this.#settings('whatsapp_sends_total'));
    this.#attempts = new Counter(this.#settings('whatsapp_webhook_attempts_total'));
    this.#givenUp = new Counter(this.#settings('whatsapp_webhook_events_given_up_total'));
    this.#exits = new Counter(this.#settings('whatsapp_worker_exits_total'));
    this.#reaped = new Counter(this.#settings('whatsapp_reaped_processes_total'));
    this.#meaningless = new Counter(this.#settings('whatsapp_session_meaningless_events_total'));
    this.#received = new Counter(this.#settings('whatsapp_messages_received_total'));
    for (const backfilled of ['false', 'true']) this.#received.inc({ backfilled }, 0);
    this.#recovery = this.#histogram('whatsapp_session_recovery_seconds');
    this.#restoration = this.#histogram('whatsapp_session_restoration_seconds');
    this.#watch = new ExitWatch({
      onExit: (reason) => this.#exits.inc({ reason }),
      onRecovered: (afterMs) => this.#recovery.observe(afterMs / 1_000),
    });
  }

  /** To be told of each event of the log. */
  note(event: LoggedEvent): void {
    this.#watch.note(event);
    if (event.type === 'message.received') this.#received.inc({ backfilled: String(event.data['backfilled'] === true) });
  }

  reaped(processes: number): void {
    this.#reaped.inc(processes);
  }

  /** An event that means nothing in the state that its session was in. */
  meaningless(state: string, event: string): void {
    this.#meaningless.inc({ state, event });
  }

  async text(): Promise<string> {
    this.#collect();
    return this.#registry.metrics();
  }

  #collect(): void {
    const { sessions, statuses, startsWaiting, startsInProgress, breaker } = this.#sources;
    for (const gauge of this.#gauges.values()) gauge.reset();
    this.#restarts.reset();
    for (const [status, count] of Object.entries(statuses())) this.#set('whatsapp_sessions', count, { status });
    for (const session of sessions()) this.#collectSession(session);
    this.#set('whatsapp_starts_waiting', startsWaiting());
    this.#set('whatsapp_starts_in_progress', startsInProgress());
    for (const state of ['closed', 'open', 'half_open']) this.#set('whatsapp_starts_breaker', state === breaker() ? 1 : 0, { state });
    this.#collectBackups(this.#sources.backups());
    this.#collectRestoration(this.#sources.lastRestoration());
    this.#collectSends();
    const { events, databaseBytes } = this.#sources.eventLog();
    this.#set('whatsapp_event_log_events', events);
    this.#set('whatsapp_database_bytes', databaseBytes);
    this.#collectWebhooks(this.#sources.webhooks());
  }

  #collectSends(): void {
    this.#sends.reset();
    for (const [outcome, count] of this.#sources.sends()) this.#sends.inc({ outcome }, count);
    const { waiting, in_progress: inProgress } = this.#sources.sendQueue();
    this.#set('whatsapp_sends_waiting', waiting);
    this.#set('whatsapp_sends_in_progress', inProgress);
  }

  #collectSession(session: MeasuredSession): void {
    const label = { session_id: session.sessionId };
    this.#set('whatsapp_session_connected', session.connected ? 1 : 0, label);
    this.#set('whatsapp_session_memory_bytes', session.rssBytes, label);
    this.#set('whatsapp_session_cpu_ratio', session.cpuPercent / 100, label);
    this.#set('whatsapp_session_processes', session.processes, label);
    if (session.profileBytes !== null) this.#set('whatsapp_session_profile_bytes', session.profileBytes, label);
    this.#restarts.inc(label, session.restarts);
  }

  #collectWebhooks({ attempts, givenUp, each }: MeasuredWebhooks): void {
    this.#attempts.reset();
    for (const [outcome, count] of Object.entries(attempts)) this.#attempts.inc({ outcome }, count);
    this.#givenUp.reset();
    this.#givenUp.inc(givenUp);
    for (const { id, enabled, pending, oldestPendingSeconds, deadLetters } of each) {
      const label = { webhook_id: id };
      this.#set('whatsapp_webhook_enabled', enabled ? 1 : 0, label);
      this.#set('whatsapp_webhook_pending_events', pending, label);
      this.#set('whatsapp_webhook_oldest_pending_seconds', oldestPendingSeconds, label);
      this.#set('whatsapp_webhook_dead_letters', deadLetters, label);
    }
  }

  #collectBackups({ last_run: last, next_run_at: next }: BackupScheduleView): void {
    if (next !== null) this.#set('whatsapp_backup_next_run_timestamp_seconds', Date.parse(next) / 1_000);
    if (last === null || last.completed_at === null) return;
    this.#set('whatsapp_backup_last_run_timestamp_seconds', Date.parse(last.completed_at) / 1_000);
    this.#set('whatsapp_backup_last_run_success', last.fault === null && last.failed === 0 ? 1 : 0);
    this.#set('whatsapp_backup_last_run_sessions', last.made, { outcome: 'made' });
    this.#set('whatsapp_backup_last_run_sessions', last.failed, { outcome: 'failed' });
  }

  #collectRestoration(report: RestorationReport | null): void {
    this.#restoration.reset();
    if (report === null || report.completed_at === null) return;
    for (const { outcome, adopted, duration_ms: tookMs } of report.sessions) {
      if (outcome === 'restored' && !adopted && tookMs !== null) this.#restoration.observe(tookMs / 1_000);
    }
    const durationMs = Date.parse(report.completed_at) - Date.parse(report.began_at);
    this.#set('whatsapp_restoration_duration_seconds', durationMs / 1_000);
    this.#set('whatsapp_restoration_sessions', report.restored, { outcome: 'restored' });
    this.#set('whatsapp_restoration_sessions', report.failed, { outcome: 'failed' });
  }

  #set(name: MetricName, value: number, labels: Record<string, string> = {}): void {
    this.#gauges.get(name)?.set(labels, value);
  }

  #histogram(name: 'whatsapp_session_recovery_seconds' | 'whatsapp_session_restoration_seconds'): Histogram {
    return new Histogram({ ...this.#settings(name), buckets: [...metricDefinitions[name].buckets] });
  }

  #settings(name: MetricName) {
    const { help, labels } = metricDefinitions[name];
    return { name, help, labelNames: [...labels], registers: [this.#registry] };
  }
}

function isMetric(name: string): name is MetricName {
  return name in metricDefinitions;
}
