import type { SessionEvent, SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { StartQueue } from '../restore/start-queue.ts';
import type { RestartPolicy } from '../supervision/restart-policy.ts';
import type { AuthStore } from './auth-store.ts';
import type { SelfRestore } from './self-restore.ts';
import type { JournalTools } from './session-journal.ts';
import type { SessionRecord } from './session-record.ts';
import type { SessionRepository } from './session-repository.ts';
import type { RunTools } from './session-run.ts';

/** Hears from every session what speaks for or against the machine that all of them run on. */
export interface HostHealth {
  /** A worker ended unasked. */
  exited(sessionId: string): void;
  launched(sessionId: string, succeeded: boolean): void;
  /** A start came to its end: connected, or a code on offer. */
  started(sessionId: string): void;
}

/** What a session's actor needs of the rest of the supervisor. */
export interface ActorTools extends RunTools, JournalTools {
  readonly repository: SessionRepository;
  readonly queue: StartQueue;
  readonly host: HostHealth;
  readonly auth: AuthStore;
  /** Takes in what the session's worker, which has ended, could not tell. */
  readonly takeInLastWords: (sessionId: string) => void;
  /** Told of each event that means nothing in the state that its session is in. */
  readonly onMeaningless: (state: SessionState, event: SessionEvent) => void;
  /** Told of each state that is entered. */
  readonly selfRestore: Pick<SelfRestore, 'entered'>;
  readonly newRestartPolicy: () => RestartPolicy;
  readonly buildInit: (record: SessionRecord, mode: 'restore' | 'pair') => WorkerInit;
  /** The longest that a start may hold its slot, in milliseconds. */
  readonly slotDeadlineMs: number;
}
