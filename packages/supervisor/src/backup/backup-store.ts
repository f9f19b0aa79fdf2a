import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { isMissing } from '../storage/is-missing.ts';
import { BackupNotFound } from '../supervisor-errors.ts';
import { readHeader } from './archive-header.ts';
import { parseBackupId } from './backup-id.ts';
import type { BackupIdentity } from './backup-id.ts';
import { BackupRefusal } from './backup-refusal.ts';
import { expiredBackups } from './expired-backups.ts';
import type { BackupRetention } from './expired-backups.ts';

const suffix = '.wabackup';

/** The folder of the archives: what is there is what the files say; nothing of it is kept elsewhere, so that it can be copied between machines. */
export class BackupStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Whose backup an id names, and of when; throws BackupNotFound for what is no id. */
  identityOf(id: string): BackupIdentity {
    const identity = parseBackupId(id);
    if (identity === undefined) throw new BackupNotFound(id);
    return identity;
  }

  /** Where a backup lies; throws BackupNotFound for what is no id. */
  pathOf(id: string): string {
    this.identityOf(id);
    return join(this.folder, `${id}${suffix}`);
  }

  /** The ids, the newest first. */
  async ids(sessionId?: string): Promise<string[]> {
    const ids = (await this.#names()).filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
    return ids
      .filter((id) => {
        const identity = parseBackupId(id);
        return identity !== undefined && (sessionId === undefined || identity.sessionId === sessionId);
      })
      .toSorted()
      .toReversed();
  }

  /** What is known of a backup without its key; throws BackupNotFound. */
  async view(id: string): Promise<BackupView> {
    const identity = this.identityOf(id);
    const file = await open(this.pathOf(id), 'r').catch((error: unknown) => {
      if (isMissing(error)) throw new BackupNotFound(id);
      throw error;
    });
    try {
      const { size } = await file.stat();
      const common = { id, session_id: identity.sessionId, created_at: isoTime(identity.createdMs), bytes: size };
      try {
        const { header } = await readHeader(file);
        return { ...common, connected: header.connected, encrypted: header.encryption !== null, fault: null };
      } catch (error) {
        if (!(error instanceof BackupRefusal)) throw error;
        return { ...common, connected: null, encrypted: null, fault: error.message };
      }
    } finally {
      await file.close();
    }
  }

  /** Throws BackupNotFound. */
  async remove(id: string): Promise<void> {
    try {
      await rm(this.pathOf(id));
    } catch (error) {
      throw isMissing(error) ? new BackupNotFound(id) : error;
    }
  }

  /** What `view` says, or undefined for one that was removed meanwhile. */
  async viewIfThere(id: string): Promise<BackupView | undefined> {
    try {
      return await this.view(id);
    } catch (error) {
      if (error instanceof BackupNotFound) return undefined;
      throw error;
    }
  }

  /**
   * Removes a session's backups that need not stay any more; returns their ids. The newest that was made while it was connected stays: those
   * of a profile that is broken, made night after night, would otherwise take the place of the last one that is of use.
   */
  async prune(sessionId: string, retention: BackupRetention, nowMs: number): Promise<string[]> {
    const ids = await this.ids(sessionId);
    const expired = expiredBackups(ids, retention, await this.#newestProven(ids), nowMs);
    for (const id of expired) await rm(this.pathOf(id), { force: true });
    return expired;
  }

  async #newestProven(newestFirst: readonly string[]): Promise<string | undefined> {
    for (const id of newestFirst) if ((await this.viewIfThere(id))?.connected === true) return id;
    return undefined;
  }

  async #names(): Promise<string[]> {
    return readdir(this.folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
  }
}
