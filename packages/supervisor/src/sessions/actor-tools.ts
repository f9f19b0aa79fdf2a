import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { EventLog } from '../events/event-log.ts';
import type { StartQueue } from '../restore/start-queue.ts';
import type { RestartPolicy } from '../supervision/restart-policy.ts';
import type { AuthStore } from './auth-store.ts';
import type { SessionRecord } from './session-record.ts';
import type { SessionRepository } from './session-repository.ts';
import type { RunTools } from './session-run.ts';

/** What a session's actor needs of the rest of the supervisor. */
export interface ActorTools extends RunTools {
  readonly repository: SessionRepository;
  readonly eventLog: EventLog;
  readonly queue: StartQueue;
  readonly auth: AuthStore;
  readonly newRestartPolicy: () => RestartPolicy;
  readonly buildInit: (record: SessionRecord, mode: 'restore' | 'pair') => WorkerInit;
  /** The longest that a start may hold its slot, in milliseconds. */
  readonly slotDeadlineMs: number;
}
