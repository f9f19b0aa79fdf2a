import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { FactStore } from '../storage/fact-store.ts';
import { BackupKeyWrong, BackupNotFound, BackupUnusable, StorageUnavailable } from '../supervisor-errors.ts';
import type { BackupRestorer } from './backup-restorer.ts';
import type { BackupStore } from './backup-store.ts';

/** What became of the search for a backup: the one that is in the place of the profile now, or why there is none, as a sentence. */
export type FallbackOutcome = { readonly backupId: string } | { readonly why: string };

export interface NewestGoodBackupOptions {
  readonly store: BackupStore;
  readonly restorer: Pick<BackupRestorer, 'restore'>;
  readonly facts: Pick<FactStore, 'read' | 'write'>;
  /** Since when the session is linked to its phone; undefined where that is not known. */
  readonly linkedSinceMs: (sessionId: string) => number | undefined;
}

/** Finds the backup that a session with a damaged profile goes on from. */
export class NewestGoodBackup {
  readonly #options: NewestGoodBackupOptions;

  constructor(options: NewestGoodBackupOptions) {
    this.#options = options;
  }

  /** Puts the newest good backup in the place of a session's profile, once until it is connected again; never rejects. */
  async putInPlace(sessionId: string): Promise<FallbackOutcome> {
    const { facts } = this.#options;
    const tried = facts.read(factOf(sessionId));
    // Kept on the disk: a service that is restarted in a loop would otherwise try in a loop.
    if (typeof tried === 'string') return { why: `Backup ${tried} was put in its place already, and has not connected.` };
    try {
      return await this.#firstUsable(sessionId);
    } catch (error) {
      return { why: `No backup could be put in its place: ${messageOf(error)}` };
    }
  }

  /** The session is connected: whatever was tried before has come to its end. */
  connected(sessionId: string): void {
    this.#unmark(sessionId);
  }

  /** Before it happens: a service that is killed in the midst of it must not do it again. Throws where the disk does not take it. */
  #mark(sessionId: string, backupId: string): void {
    const { facts } = this.#options;
    facts.write(factOf(sessionId), backupId);
    if (facts.read(factOf(sessionId)) === backupId) return;
    // Nor once it takes it again.
    facts.write(factOf(sessionId), null);
    throw new StorageUnavailable('DATA_DIR refuses.');
  }

  #unmark(sessionId: string): void {
    const { facts } = this.#options;
    if (typeof facts.read(factOf(sessionId)) === 'string') facts.write(factOf(sessionId), null);
  }

  /** Throws what keeps any backup from being put in place. */
  async #firstUsable(sessionId: string): Promise<FallbackOutcome> {
    const candidates = await this.#candidates(sessionId);
    const faults: string[] = [];
    for (const { id } of candidates) {
      try {
        await this.#options.restorer.restore(id, { automatic: true, beforeReplacing: () => this.#mark(sessionId, id) });
        return { backupId: id };
      } catch (error) {
        // Nothing has changed: a later try is the first again.
        this.#unmark(sessionId);
        if (!isOfTheBackup(error)) throw error;
        faults.push(messageOf(error));
      }
    }
    const [first] = faults;
    if (first === undefined) return { why: 'There is no backup of it from since it was linked.' };
    return { why: `None of its ${faults.length} backups can be used; the newest: ${first}` };
  }

  /** The newest first, those before the others whose login is known to have worked; one from before the link may be another account's. */
  async #candidates(sessionId: string): Promise<BackupView[]> {
    const { linkedSinceMs, store } = this.#options;
    const sinceMs = linkedSinceMs(sessionId) ?? 0;
    const ids = (await store.ids(sessionId)).filter((id) => store.identityOf(id).createdMs >= sinceMs);
    const views: BackupView[] = [];
    for (const id of ids) {
      const view = await store.viewIfThere(id);
      if (view !== undefined) views.push(view);
    }
    return [...views.filter(({ connected }) => connected === true), ...views.filter(({ connected }) => connected !== true)];
  }
}

function factOf(sessionId: string): string {
  return `self_restored ${sessionId}`;
}

function isOfTheBackup(error: unknown): boolean {
  return [BackupUnusable, BackupKeyWrong, BackupNotFound].some((kind) => error instanceof kind);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
