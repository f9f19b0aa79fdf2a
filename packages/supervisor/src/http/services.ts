import type { LogLine } from '../log/log-ring.ts';
import type { EventQuery, LoggedEvent } from '../events/logged-event.ts';
import type { RestorationProgress, RestorationReport } from '../restore/restoration-report.ts';
import type { OutgoingText, SentMessage, SessionQuery } from '../sessions/session-requests.ts';
import type { TimelineView } from '../sessions/session-timeline.ts';
import type { NewSession, SessionView } from '../sessions/session-view.ts';
import type { SessionStatus } from '@whatsapp-service/shared/session/session-status.ts';

/** What the routes need of the sessions; every method throws an error of the package's table, with its status code. */
export interface SessionsPort {
  create(input: NewSession): SessionView;
  list(query: SessionQuery): { sessions: SessionView[]; next_cursor: string | null };
  get(sessionId: string): SessionView;
  start(sessionId: string): SessionView;
  stop(sessionId: string): SessionView;
  restart(sessionId: string): SessionView;
  logout(sessionId: string): SessionView;
  remove(sessionId: string): SessionView;
  /** The code on offer now; throws SessionNotPairing (409) where there is none. */
  qr(sessionId: string): { qr: string; expires_at: string };
  requestPairingCode(sessionId: string, phoneNumber: string, signal: AbortSignal): Promise<{ code: string }>;
  sendText(sessionId: string, message: OutgoingText, signal: AbortSignal): Promise<SentMessage>;
  /** A PNG of the page. */
  screenshot(sessionId: string, signal: AbortSignal): Promise<Buffer>;
  timeline(sessionId: string): TimelineView;
}

export interface EventsPort {
  read(query: EventQuery): { events: LoggedEvent[]; last_seq: number };
  /** Calls back for each event after it is committed; the returned function ends it. */
  subscribe(listener: (event: LoggedEvent) => void): () => void;
}

/** Where the service as a whole is. */
export type Readiness = 'ready' | 'restoring' | 'draining' | 'degraded';

export interface ServicePort {
  readiness(): { status: Readiness; restoration: RestorationProgress };
  /** Whether commands are refused because the service is shutting down. */
  isDraining(): boolean;
  info(): ServiceInfo;
  /** The service's own log lines kept in memory, oldest first. */
  logs(query: { after: number; level?: string; sessionId?: string; limit: number }): {
    lines: LogLine[];
    last_seq: number;
  };
  subscribeToLogs(listener: (line: LogLine) => void): () => void;
}

export interface ServiceInfo {
  readonly status: Readiness;
  readonly started_at: string;
  readonly uptime_seconds: number;
  readonly versions: { service: string; node: string; whatsapp_web_js: string; browser: string };
  readonly sessions: Record<'total' | SessionStatus, number>;
  readonly resources: { rss_bytes: number; cpu_seconds: number; load_1m: number; free_memory_bytes: number };
  readonly sandbox: boolean;
  readonly directory: {
    readonly source: 'django' | 'embedded';
    readonly reachable: boolean | null;
    readonly last_fetched_at: string | null;
    readonly last_error: string | null;
    /** Auth folders on disk that the directory does not list. */
    readonly not_listed: readonly string[];
    /** Entries of the directory that could not be read, as sentences. */
    readonly malformed: readonly string[];
  };
  readonly last_restoration: RestorationReport | null;
}

export interface Services {
  readonly sessions: SessionsPort;
  readonly events: EventsPort;
  readonly service: ServicePort;
}
