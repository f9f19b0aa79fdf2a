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

/** How the disk is doing. */
export interface StorageInfo {
  readonly status: 'ok' | 'unavailable';
  /** What waits in memory until the disk takes it. */
  readonly waiting_writes: number;
  readonly folders: readonly { readonly setting: string; readonly fault: string | null; readonly free_bytes: number | null }[];
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
  readonly last_restoration: RestorationReport | null;
}
