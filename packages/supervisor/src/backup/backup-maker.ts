import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import { hasProcess } from '@whatsapp-service/shared/session/session-state.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { EventLog } from '../events/event-log.ts';
import { BackupFailed, BackupFolderTaken, BackupRunning, NothingToBackUp, SessionNotFound } from '../supervisor-errors.ts';
import { backupIdOf } from './backup-id.ts';
import type { BackupStore } from './backup-store.ts';
import type { BackupThreads } from './backup-threads.ts';
import type { BackupRetention } from './expired-backups.ts';
import type { FolderOwner } from './folder-owner.ts';
import { contentOf } from './refusal-error.ts';
import type { BackedUpSession, BackedUpSessions, LoginStore } from './session-ports.ts';

export interface BackupMakerOptions {
  readonly store: BackupStore;
  readonly threads: Pick<BackupThreads, 'run'>;
  readonly sessions: BackedUpSessions;
  readonly auth: LoginStore;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secret: string | undefined;
  readonly retention: BackupRetention;
  readonly owner: Pick<FolderOwner, 'otherOwner'>;
}

/** How many backups a run over all sessions has made, and how many it could not make. */
export interface BackupCount {
  readonly made: number;
  readonly failed: number;
}

/** Chromium keeps localStorage in memory for a second with our arguments, and longer on a machine that is busy: of a younger link half would be missing. */
const linkOnDiskMs = 10_000;

/** Makes backups, of sessions that run as well. */
export class BackupMaker {
  readonly #options: BackupMakerOptions;
  #lastMs = 0;
  #isRunning = false;
  #isClosed = false;
  /** What ends the waits for links that are on their way to the disk. */
  readonly #waits = new Set<() => void>();

  constructor(options: BackupMakerOptions) {
    this.#options = options;
  }

  /** Makes a backup of one session; throws SessionNotFound, NothingToBackUp, BackupFolderTaken or BackupFailed. */
  async create(sessionId: string): Promise<BackupView> {
    const actor = this.#options.sessions.get(sessionId);
    if (!this.#isLinked(actor)) throw new NothingToBackUp(sessionId);
    try {
      await this.#assertOwnerFor(sessionId);
      return await this.#create(actor);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#tell('backup.failed', sessionId, { message });
      this.#options.logger.warn({ session_id: sessionId }, `✗ ${message}`);
      throw error;
    }
  }

  /** Begins to make a backup of each linked session, one after the other; returns of how many. Throws BackupRunning and BackupFolderTaken. */
  async createAll(): Promise<number> {
    await this.assertOwner();
    const sessionIds = this.#begin();
    void this.#createEach(sessionIds);
    return sessionIds.length;
  }

  /** Makes a backup of each linked session, one after the other. Throws BackupRunning and BackupFolderTaken. */
  async runAll(): Promise<BackupCount> {
    await this.assertOwner();
    return this.#createEach(this.#begin());
  }

  /** Throws BackupFolderTaken where the folder is another service's. */
  async assertOwner(): Promise<void> {
    const { owner, store } = this.#options;
    const other = await owner.otherOwner();
    if (other !== undefined) throw new BackupFolderTaken(store.folder, other);
  }

  async #assertOwnerFor(sessionId: string): Promise<void> {
    try {
      await this.assertOwner();
    } catch (error) {
      if (error instanceof BackupFolderTaken) throw error;
      throw new BackupFailed(sessionId, 'backed up', error instanceof Error ? error.message : String(error));
    }
  }

  /** Begins no further backup, and refuses those that have yet to begin. */
  close(): void {
    this.#isClosed = true;
    for (const end of this.#waits) end();
  }

  /** The sessions that a run is about, which has begun. */
  #begin(): string[] {
    if (this.#isRunning) throw new BackupRunning();
    this.#isRunning = true;
    return this.#options.sessions
      .all()
      .filter((actor) => this.#isLinked(actor))
      .map((actor) => actor.record.sessionId);
  }

  async #createEach(sessionIds: readonly string[]): Promise<BackupCount> {
    let made = 0;
    let failed = 0;
    for (const sessionId of sessionIds) {
      if (this.#isClosed) break;
      try {
        await this.create(sessionId);
        made += 1;
      } catch (error) {
        // It is told already, and the others are not its concern. One that was unlinked or deleted meanwhile is no failure.
        if (!(error instanceof NothingToBackUp || error instanceof SessionNotFound)) failed += 1;
      }
    }
    this.#isRunning = false;
    this.#options.logger.info(`Backup of all sessions complete: ${made} made, ${failed} failed`);
    this.#options.eventLog.append({ type: 'service.backups_completed', sessionId: null, identity: randomUUID(), data: { made, failed } });
    return { made, failed };
  }

  async #create(actor: BackedUpSession): Promise<BackupView> {
    const { auth, clock, logger, secret, store, threads } = this.#options;
    const { sessionId } = actor.record;
    await this.#linkOnDisk(actor);
    if (this.#isClosed) throw new BackupFailed(sessionId, 'backed up', 'the service is shutting down');
    const beganMs = clock.now();
    const createdMs = this.#newTime(beganMs);
    const identity = { sessionId, createdMs };
    const id = backupIdOf(identity);
    const profile = sessionFolder(auth.authDir, sessionId);
    // Beside the profiles: what is not encrypted stays on their disk.
    const staging = join(auth.authDir, `.staging-${randomUUID()}`);
    const connected = actor.state === 'connected';
    const outcome = await threads.run({ kind: 'create', identity, profile, staging, path: store.pathOf(id), connected, secret });
    const { files } = contentOf(outcome, { id, sessionId, action: 'backed up' });
    const view = await store.view(id);
    this.#tell('backup.created', sessionId, { backup_id: id, bytes: view.bytes, encrypted: view.encrypted });
    const facts = { session_id: sessionId, backup_id: id, bytes: view.bytes, files, duration_ms: clock.now() - beganMs };
    logger.info(facts, `✓ Session backed up: ${sessionId}`);
    await this.#prune(sessionId);
    return view;
  }

  async #prune(sessionId: string): Promise<void> {
    const { clock, logger, retention, store } = this.#options;
    try {
      for (const id of await store.prune(sessionId, retention, clock.now())) {
        logger.info({ session_id: sessionId }, `Backup ${id} was removed: it is beyond BACKUP_KEEP or BACKUP_MAX_AGE_DAYS`);
      }
    } catch (error) {
      logger.warn({ session_id: sessionId, err: error }, 'Backups beyond BACKUP_KEEP or BACKUP_MAX_AGE_DAYS could not be removed');
    }
  }

  #isLinked({ record: { linked, sessionId } }: BackedUpSession): boolean {
    return linked !== 'no' && this.#options.auth.hasAuthFiles(sessionId);
  }

  /** Resolves once what a fresh link has put into the page's storage has reached the profile. */
  async #linkOnDisk({ record, state }: BackedUpSession): Promise<void> {
    const { clock } = this.#options;
    if (!hasProcess(state)) return;
    // While it authenticates it may be linked just now, and the time is that of a link before.
    const linkedMs = (state === 'authenticating' ? null : record.connectedSinceMs) ?? clock.now();
    // A clock that was set back does not make it longer.
    const leftMs = Math.min(linkOnDiskMs, linkedMs + linkOnDiskMs - clock.now());
    if (leftMs > 0) await this.#wait(leftMs);
  }

  /** Resolves after so long, or with the end of the service. */
  async #wait(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(delayMs, () => end());
      const end = (): void => {
        cancel();
        this.#waits.delete(end);
        resolve();
      };
      this.#waits.add(end);
    });
  }

  /** No two backups of one service have the same time. */
  #newTime(nowMs: number): number {
    this.#lastMs = Math.max(nowMs, this.#lastMs + 1);
    return this.#lastMs;
  }

  #tell(type: string, sessionId: string, data: Record<string, unknown>): void {
    this.#options.eventLog.append({ type, sessionId, identity: randomUUID(), data });
  }
}
