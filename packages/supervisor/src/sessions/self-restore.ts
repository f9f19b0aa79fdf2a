import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import type { FallbackOutcome } from '../backup/newest-good-backup.ts';
import type { SessionRecord } from './session-record.ts';
import type { StartIntent } from './start-decision.ts';

/** The backups, as far as a session that lost its profile is concerned. */
export interface Fallback {
  /** Puts the newest good backup in the place of a session's profile, once until it is connected again; never rejects. */
  putInPlace(sessionId: string): Promise<FallbackOutcome>;
  /** The session is connected: whatever was tried before has come to its end. */
  connected(sessionId: string): void;
}

/** A session, as far as its repair is concerned. */
export interface RepairedSession {
  readonly record: SessionRecord;
  readonly state: SessionState;
  describe(patch: { reason: SessionReason }): void;
  start(intent: StartIntent): void;
}

/** Has sessions whose profile was found damaged go on from their newest good backup, each once. */
export class SelfRestore {
  readonly #fallback: () => Fallback;
  readonly #logger: Logger;
  /** One at a time: where a power failure has damaged dozens, the thread that reads backups would refuse most of them. */
  readonly #line = new PQueue({ concurrency: 1 });
  readonly #pending = new Map<string, Promise<void>>();
  /** Which backup a session was last started from here. */
  readonly #used = new Map<string, string>();
  #isClosed = false;

  /** `fallback` is made only after the sessions. */
  constructor(fallback: () => Fallback, logger: Logger) {
    this.#fallback = fallback;
    this.#logger = logger;
  }

  /** To be told of each state that a session enters, before those that watch it. */
  entered(session: RepairedSession): void {
    const { desired, reason, sessionId } = session.record;
    if (session.state === 'connected') this.#fallback().connected(sessionId);
    const isLost = session.state === 'unlinked' && reason?.code === 'auth_corrupt' && desired === 'running';
    if (!isLost || this.#isClosed || this.#pending.has(sessionId)) return;
    session.describe({ reason: { code: reason.code, message: `${reason.message} The newest good backup is being put in its place.` } });
    const repair = this.#repair(session, reason).finally(() => this.#pending.delete(sessionId));
    this.#pending.set(sessionId, repair);
  }

  /** Resolves with the end of a search for a backup that is under way: the session starts from it, or says why not. */
  pending(sessionId: string): Promise<void> | undefined {
    return this.#pending.get(sessionId);
  }

  /** The backup that the session was started from by itself since the service began; undefined where it was not. */
  usedBackup(sessionId: string): string | undefined {
    return this.#used.get(sessionId);
  }

  /** Begins nothing further. */
  close(): void {
    this.#isClosed = true;
  }

  async #putInPlace(sessionId: string): Promise<FallbackOutcome> {
    if (this.#isClosed) return { why: 'The service ended before a backup was put in its place.' };
    return this.#fallback().putInPlace(sessionId);
  }

  async #repair(session: RepairedSession, reason: SessionReason): Promise<void> {
    const { sessionId } = session.record;
    const outcome = await this.#line.add(async () => this.#putInPlace(sessionId));
    if ('why' in outcome) {
      this.#logger.warn({ session_id: sessionId }, `The damaged profile is not made up for by a backup: ${outcome.why}`);
      // A person may have started it meanwhile.
      if (session.state === 'unlinked') session.describe({ reason: { code: reason.code, message: `${reason.message} ${outcome.why}` } });
      return;
    }
    this.#used.set(sessionId, outcome.backupId);
    // Where the service ends, or a person stopped it meanwhile, the backup is in its place for the next start.
    if (!this.#isClosed && session.record.desired === 'running') session.start('backup');
  }
}
