import type { RestorationProgress, RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { Degradation, Readiness, ServiceInfo, StorageInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { loadavg } from 'node:os';
import { isoTime, isoTimeOrNull } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { DirectoryStatus } from '../directory/directory.ts';
import type { ServicePort } from './service-port.ts';
import type { EventLogSize } from '../events/event-log.ts';
import type { LogRing } from '../log/log-ring.ts';
import type { RestorationStore } from '../restore/restoration-store.ts';

export interface ServiceStatusOptions {
  readonly clock: Clock;
  readonly startedMs: number;
  readonly versions: ServiceInfo['versions'];
  readonly sandbox: boolean;
  readonly logs: LogRing;
  readonly restorations: RestorationStore;
  readonly progress: () => RestorationProgress;
  readonly counts: () => ServiceInfo['sessions'];
  readonly directory: () => DirectoryStatus;
  readonly storage: () => StorageInfo;
  readonly sends: () => ServiceInfo['sends'];
  readonly eventLog: () => EventLogSize;
  readonly backups: () => ServiceInfo['backups'];
  /** What keeps the service from doing all of its work. */
  readonly degradations: () => readonly Degradation[];
  /** Profile folders on disk that the directory does not list. */
  readonly notListed: () => readonly string[];
}

/** Where the service as a whole is, and what it says of itself. */
export class ServiceStatus implements ServicePort {
  readonly #options: ServiceStatusOptions;
  #readiness: Readiness = 'restoring';

  constructor(options: ServiceStatusOptions) {
    this.#options = options;
  }

  /** Every session of the start is connected or has failed. */
  restored(): void {
    if (this.#readiness === 'restoring') this.#readiness = 'ready';
  }

  /** From here on commands are refused. */
  drain(): void {
    this.#readiness = 'draining';
  }

  isDraining(): boolean {
    return this.#readiness === 'draining';
  }

  readiness(): ReturnType<ServicePort['readiness']> {
    const reasons = this.#options.degradations();
    return { status: this.#wordFor(reasons), reasons, restoration: this.#options.progress() };
  }

  info(): ServiceInfo {
    const { clock, startedMs, versions, sandbox } = this.#options;
    const directory = this.#options.directory();
    const cpu = process.cpuUsage();
    const reasons = this.#options.degradations();
    const { events, oldestMs, databaseBytes } = this.#options.eventLog();
    return {
      status: this.#wordFor(reasons),
      reasons,
      storage: this.#options.storage(),
      started_at: isoTime(startedMs),
      uptime_seconds: Math.round((clock.now() - startedMs) / 1_000),
      versions,
      sessions: this.#options.counts(),
      resources: {
        rss_bytes: process.memoryUsage.rss(),
        cpu_seconds: (cpu.user + cpu.system) / 1_000_000,
        load_1m: loadavg()[0] ?? 0,
        free_memory_bytes: process.availableMemory(),
      },
      sandbox,
      directory: {
        source: directory.source,
        reachable: directory.reachable,
        last_fetched_at: isoTimeOrNull(directory.lastFetchedMs),
        last_error: directory.lastError,
        empty_since: isoTimeOrNull(directory.emptySinceMs),
        not_listed: this.#options.notListed(),
        malformed: directory.malformed,
      },
      sends: this.#options.sends(),
      event_log: { events, oldest_at: isoTimeOrNull(oldestMs), database_bytes: databaseBytes },
      backups: this.#options.backups(),
      last_restoration: this.#options.restorations.last(),
    };
  }

  restorations(limit: number): RestorationReport[] {
    return this.#options.restorations.recent(limit);
  }

  #wordFor(reasons: readonly Degradation[]): Readiness {
    return this.#readiness === 'ready' && reasons.length > 0 ? 'degraded' : this.#readiness;
  }

  logs(query: Parameters<LogRing['read']>[0]): ReturnType<LogRing['read']> {
    return this.#options.logs.read(query);
  }

  subscribeToLogs(listener: Parameters<LogRing['subscribe']>[0]): () => void {
    return this.#options.logs.subscribe(listener);
  }
}
