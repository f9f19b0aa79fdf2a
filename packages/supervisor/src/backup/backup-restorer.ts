import type { VerifiedBackup } from '@whatsapp-service/shared/api/backup-view.ts';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import type { EventLog } from '../events/event-log.ts';
import { BackupFailed, SessionNotFound, SessionNotStopped, TooManySessions } from '../supervisor-errors.ts';
import type { BackupStore } from './backup-store.ts';
import type { BackupThreads } from './backup-threads.ts';
import { contentOf } from './refusal-error.ts';
import type { LoginStore, RestoredSessions } from './session-ports.ts';

export interface BackupRestorerOptions {
  readonly store: BackupStore;
  readonly threads: Pick<BackupThreads, 'run'>;
  readonly sessions: RestoredSessions;
  readonly auth: LoginStore;
  readonly eventLog: EventLog;
  readonly logger: Logger;
  readonly secret: string | undefined;
  readonly maxSessions: number;
}

/** Whose wish a restoration is: a person's, or, of a damaged profile, the service's own. */
export interface RestoreOptions {
  readonly automatic?: boolean;
  /** Called when the backup was read and found good, right before it takes its place; what this throws keeps it from that. */
  readonly beforeReplacing?: () => void;
}

/** The states in which nothing begins by itself that would use the profile before a person or the service asks for it. */
const atRest: readonly SessionState[] = ['stopped', 'unlinked', 'failed'];

/** Reads backups to their end, and puts them in the place of profiles. */
export class BackupRestorer {
  readonly #options: BackupRestorerOptions;

  constructor(options: BackupRestorerOptions) {
    this.#options = options;
  }

  /** Reads a backup to its end; throws BackupNotFound, BackupUnusable, BackupKeyWrong or BackupFailed. */
  async verify(id: string): Promise<VerifiedBackup> {
    const { secret, store, threads } = this.#options;
    const backup = await store.view(id);
    const identity = store.identityOf(id);
    const outcome = await threads.run({ kind: 'read', identity, path: store.pathOf(id), secret });
    const { files, contentBytes } = contentOf(outcome, { id, sessionId: identity.sessionId, action: 'verified' });
    return { backup, files, content_bytes: contentBytes };
  }

  /**
   * Puts a backup in the place of its session's profile, which moves to the quarantine, and returns the session's id: it stays
   * stopped, and is made where there is none; but one that is deleted while the backup is read does not come back. Throws what `verify`
   * throws, SessionNotFound, SessionNotStopped, SessionBusy and TooManySessions; then nothing has changed.
   */
  async restore(id: string, { automatic = false, beforeReplacing }: RestoreOptions = {}): Promise<string> {
    const { auth, eventLog, logger, secret, sessions, store, threads } = this.#options;
    await store.view(id);
    const identity = store.identityOf(id);
    const { sessionId } = identity;
    this.#assertAtRest(sessionId);
    const isKnown = automatic || sessions.find(sessionId) !== undefined;
    // Beside the profiles: from there it goes to its place by one renaming.
    const target = join(auth.authDir, `.restore-${randomUUID()}`);
    const outcome = await threads.run({ kind: 'read', identity, path: store.pathOf(id), secret, target });
    contentOf(outcome, { id, sessionId, action: 'restored' });
    try {
      if (isKnown && sessions.find(sessionId) === undefined) throw new SessionNotFound(sessionId);
      beforeReplacing?.();
      this.#putInPlace(id, sessionId, target);
    } catch (error) {
      await rm(target, { recursive: true, force: true });
      throw error;
    }
    eventLog.append({ type: 'backup.restored', sessionId, identity: randomUUID(), data: { backup_id: id, automatic } });
    logger.info({ session_id: sessionId, backup_id: id }, `✓ Backup restored: ${sessionId}`);
    return sessionId;
  }

  /** Without a pause from the look to the renaming: nothing can start in between. */
  #putInPlace(id: string, sessionId: string, target: string): void {
    this.#assertAtRest(sessionId);
    const fault = this.#options.auth.replace(sessionId, target, `Backup ${id} was put in its place.`);
    if (fault !== undefined) throw new BackupFailed(sessionId, 'restored', fault);
    this.#options.sessions.restored(sessionId);
  }

  #assertAtRest(sessionId: string): void {
    const { maxSessions, sessions } = this.#options;
    sessions.assertIdle(sessionId);
    const state = sessions.find(sessionId)?.state;
    if (state === undefined && sessions.size >= maxSessions) throw new TooManySessions(maxSessions);
    if (state !== undefined && !atRest.includes(state)) throw new SessionNotStopped(sessionId, state);
  }
}
