import type { BackupView, VerifiedBackup } from '@whatsapp-service/shared/api/backup-view.ts';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { NewSession, SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { ResourcesView } from '@whatsapp-service/shared/api/resources-view.ts';
import type { TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { MethodName, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { BackupQuery } from '../backup/list-backups.ts';
import type { EventQuery } from '../events/event-query.ts';
import type { ManagedKeys } from '../keys/managed-keys.ts';
import type { BulkDesk } from '../outbox/bulk-desk.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Reconciler } from '../sessions/reconciler.ts';
import type { RestartPort } from '../restart/restart-port.ts';
import type { ServicePort } from '../service/service-port.ts';
import type { SessionQuery } from '../sessions/session-requests.ts';
import type { KeptMedia } from '../media/kept-media.ts';
import type { Media } from '../media/media.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

/** What the routes need of the files that are sent. */
export type MediaPort = Pick<Media, 'maxBytes' | 'upload' | 'discard' | 'take' | 'release' | 'fetched'>;

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
  /** Asks a connected session's worker; throws what the session's state forbids, and what the worker refuses. */
  ask<M extends MethodName<WorkerSide>>(
    sessionId: string,
    method: M,
    params: Params<WorkerSide, M>,
    signal: AbortSignal,
  ): Promise<Result<WorkerSide, M>>;
  /** A PNG of the page. */
  screenshot(sessionId: string, signal: AbortSignal): Promise<Buffer>;
  timeline(sessionId: string): TimelineView;
  /** The JSON of a support bundle. */
  bundle(sessionId: string, bundleId: string): Promise<string>;
}

export interface EventsPort {
  read(query: EventQuery): { events: LoggedEvent[]; last_seq: number };
  /** Calls back for each event after it is committed; the returned function ends it. */
  subscribe(listener: (event: LoggedEvent) => void): () => void;
}

export interface MetricsPort {
  readonly contentType: string;
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>;
}

/** What the routes need of the webhooks. */
export type WebhooksPort = Pick<
  Webhooks,
  | 'create'
  | 'list'
  | 'get'
  | 'change'
  | 'remove'
  | 'rotateSecret'
  | 'test'
  | 'deliveries'
  | 'deliveriesOf'
  | 'deadLetters'
  | 'redrive'
  | 'purge'
>;

/** What the routes need of the backups; every method throws an error of the package's table. */
export interface BackupsPort {
  create(sessionId: string): Promise<BackupView>;
  /** Begins to back up all linked sessions; returns how many. */
  createAll(): Promise<number>;
  list(query: BackupQuery): Promise<{ backups: BackupView[]; last: string | null }>;
  get(id: string): Promise<BackupView>;
  verify(id: string): Promise<VerifiedBackup>;
  /** The id of the session that has it now. */
  restore(id: string): Promise<string>;
  remove(id: string): Promise<void>;
}

/** What the routes need to send messages. */
export type OutboxPort = Pick<Outbox, 'send' | 'cancel' | 'get' | 'list'>;

/** What the routes need to send a message to many. */
export type BulkPort = Pick<BulkDesk, 'create' | 'get' | 'list' | 'pause' | 'resume' | 'cancel'>;

/** What the sessions took over time. */
export interface ResourcesPort {
  history(sessionId: string, afterMs: number): ResourcesView;
}

export interface Services {
  readonly metrics: MetricsPort;
  readonly sessions: SessionsPort;
  readonly outbox: OutboxPort;
  readonly bulk: BulkPort;
  readonly events: EventsPort;
  readonly service: ServicePort;
  readonly resources: ResourcesPort;
  readonly restart: RestartPort;
  readonly reconciler: Pick<Reconciler, 'drift' | 'reconcile'>;
  readonly webhooks: WebhooksPort;
  readonly media: MediaPort;
  readonly keptMedia: Pick<KeptMedia, 'find'>;
  readonly backups: BackupsPort;
  readonly audit: Pick<AuditLog, 'append' | 'read'>;
  readonly keys: Pick<ManagedKeys, 'create' | 'list' | 'get' | 'revoke'>;
}
