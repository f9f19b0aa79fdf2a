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

export interface SessionQuery {
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface OutgoingText {
  readonly to: string;
  readonly text: string;
  readonly idempotencyKey: string;
}

export interface SentMessage {
  readonly message_id: string;
  readonly status: 'pending' | 'sent';
  readonly timestamp: string;
}

export interface TimelineView {
  readonly session_id: string;
  readonly starts: readonly {
    readonly started_at: string;
    readonly cause: string;
    readonly ended_at: string | null;
    readonly exit_code: number | null;
    readonly exit_signal: string | null;
    readonly phases: readonly {
      readonly phase: string;
      readonly started_at: string;
      readonly ended_at: string;
      readonly deadline_ms: number | null;
      readonly outcome: 'done' | 'failed';
      readonly detail: string | null;
    }[];
  }[];
}

/** One entry of the durable log. */
export interface LoggedEvent {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly session_id: string | null;
  readonly time: string;
  readonly data: Record<string, unknown>;
}

export interface EventsPort {
  read(query: EventQuery): { events: LoggedEvent[]; last_seq: number };
  /** Calls back for each event after it is committed; the returned function ends it. */
  subscribe(listener: (event: LoggedEvent) => void): () => void;
}

export interface EventQuery {
  readonly after: number;
  readonly sessionId?: string;
  readonly types?: readonly string[];
  readonly limit: number;
}

/** Where the service as a whole is. */
export type Readiness = 'ready' | 'restoring' | 'draining' | 'degraded';

export interface RestorationProgress {
  readonly total: number;
  readonly restored: number;
  readonly failed: number;
  readonly remaining: number;
}

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

export interface LogLine {
  readonly seq: number;
  readonly time: string;
  readonly level: string;
  readonly session_id: string | null;
  readonly message: string;
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

export interface RestorationReport {
  readonly service_stopped_at: string | null;
  readonly service_started_at: string;
  readonly began_at: string;
  readonly first_connected_at: string | null;
  readonly last_connected_at: string | null;
  readonly completed_at: string | null;
  readonly directory_source: 'django' | 'last_known' | 'embedded';
  readonly restored: number;
  readonly failed: number;
  readonly sessions: readonly {
    readonly session_id: string;
    readonly outcome: 'restored' | 'failed' | 'pending';
    readonly message: string | null;
    readonly duration_ms: number | null;
  }[];
}

export interface Services {
  readonly sessions: SessionsPort;
  readonly events: EventsPort;
  readonly service: ServicePort;
}
