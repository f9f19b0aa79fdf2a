import type { BackupScheduleView } from './backup-view.ts';
import type { SessionStatus } from '../session/session-status.ts';
import type { RestorationReport } from './restoration-report.ts';

/** Where the service as a whole is. */
export type Readiness = 'ready' | 'restoring' | 'draining' | 'degraded';

/** What keeps the service from doing all of its work; the sessions may well be connected meanwhile. */
export interface Degradation {
  readonly code: 'storage_unavailable' | 'starts_paused';
  /** A sentence for people. */
  readonly message: string;
  readonly since: string;
}

/** How the disk of one folder is doing. */
export interface FolderInfo {
  readonly setting: string;
  readonly fault: string | null;
  readonly free_bytes: number | null;
  /** Whether what lies in it is gone with the machine's memory, or with the container. */
  readonly volatile: 'memory' | 'container' | null;
}

/** How the disk is doing. */
export interface StorageInfo {
  readonly status: 'ok' | 'unavailable';
  /** What waits in memory until the disk takes it. */
  readonly waiting_writes: number;
  readonly folders: readonly FolderInfo[];
}

/** The sends that have not ended. */
export interface SendQueueInfo {
  /** For their session, their time or their turn. */
  readonly waiting: number;
  readonly in_progress: number;
  /** The sessions with the most that wait, the most first. */
  readonly most_waiting: readonly { readonly session_id: string; readonly waiting: number }[];
}

/** How large the event log is. */
export interface EventLogInfo {
  readonly events: number;
  readonly oldest_at: string | null;
  /** Of the whole database: what EVENT_RETENTION_MB goes by. */
  readonly database_bytes: number;
}

/** The facts of GET /api/v1/service. */
export interface ServiceInfo {
  readonly status: Readiness;
  readonly started_at: string;
  readonly uptime_seconds: number;
  readonly versions: { service: string; node: string; whatsapp_web_js: string; browser: string };
  readonly sessions: Record<'total' | SessionStatus, number>;
  readonly resources: { rss_bytes: number; cpu_seconds: number; load_1m: number; free_memory_bytes: number };
  readonly sandbox: boolean;
  /** Why the service is degraded; empty where it is not. */
  readonly reasons: readonly Degradation[];
  readonly storage: StorageInfo;
  readonly directory: {
    readonly source: 'django' | 'embedded';
    readonly reachable: boolean | null;
    readonly last_fetched_at: string | null;
    readonly last_error: string | null;
    /** Since when the list is empty although it had sessions before, while that is not obeyed yet. */
    readonly empty_since: string | null;
    /** Auth folders on disk that the directory does not list. */
    readonly not_listed: readonly string[];
    /** Entries of the directory that could not be read, as sentences. */
    readonly malformed: readonly string[];
  };
  readonly sends: SendQueueInfo;
  readonly event_log: EventLogInfo;
  readonly backups: BackupScheduleView;
  readonly last_restoration: RestorationReport | null;
}
