import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { entryNameOf, expiredEntries } from './expired-entries.ts';

export interface QuarantineOptions {
  readonly authDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The pids of the processes that still belong to a session or use its profile. */
  readonly usersOf: (sessionId: string) => readonly number[];
}

/** A profile that is to be moved, and the note that goes beside it. */
interface Owed {
  readonly target: string;
  readonly note: { readonly session_id: string; readonly reason: string; readonly quarantined_at: string };
}

/** The folder that unwanted profiles are moved to. Emptying it after the retention is the one deletion inside the auth folder. */
export class Quarantine {
  readonly #options: QuarantineOptions;
  readonly #folder: string;
  readonly #owed = new Map<string, Owed>();
  #expired: readonly string[] = [];

  constructor(options: QuarantineOptions) {
    this.#options = options;
    this.#folder = join(options.authDir, 'quarantine');
  }

  /** Whether a profile waits to be moved: it is still in use, or the disk refused. */
  get isOwed(): boolean {
    return this.#owed.size > 0;
  }

  /** Moves the profile aside with its reason; where that cannot be now, the move is owed and `settle` makes up for it. */
  take(sessionId: string, reason: string): void {
    if (!existsSync(sessionFolder(this.#options.authDir, sessionId))) return;
    const time = isoTime(this.#options.clock.now());
    this.#owed.set(sessionId, {
      target: join(this.#folder, entryNameOf(sessionId, time)),
      note: { session_id: sessionId, reason, quarantined_at: time },
    });
    const fault = this.settle(sessionId);
    if (fault === undefined) return;
    this.#options.logger.warn({ session_id: sessionId }, `The profile cannot be moved to the quarantine yet: ${fault}`);
  }

  /** Tries an owed move again; returns why it still cannot be, as the end of a sentence. */
  settle(sessionId: string): string | undefined {
    const owed = this.#owed.get(sessionId);
    if (owed === undefined) return undefined;
    const users = this.#options.usersOf(sessionId);
    if (users.length > 0) return `processes ${users.join(', ')} still use it.`;
    try {
      this.#move(sessionFolder(this.#options.authDir, sessionId), owed);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.#owed.delete(sessionId);
    this.#options.logger.info({ session_id: sessionId }, `The profile was moved to the quarantine: ${owed.note.reason}`);
    return undefined;
  }

  settleAll(): void {
    for (const sessionId of [...this.#owed.keys()]) this.settle(sessionId);
  }

  /**
   * Deletes what is older than the retention, in days, where 0 keeps everything. An entry goes only when the pass before found
   * it expired as well: a clock that is wrong for a moment costs nothing.
   */
  deleteExpired(retentionDays: number): void {
    const expired = expiredEntries(this.#names(), this.#options.clock.now(), retentionDays);
    for (const name of expired.filter((each) => this.#expired.includes(each))) this.#delete(name, retentionDays);
    this.#expired = expired;
  }

  /** The note comes first: a profile never lies in the quarantine without its reason. */
  #move(folder: string, { target, note }: Owed): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${target}.json`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
    if (existsSync(folder)) renameSync(folder, target);
  }

  #names(): string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder) : [];
  }

  #delete(name: string, retentionDays: number): void {
    const { logger } = this.#options;
    try {
      rmSync(join(this.#folder, name), { recursive: true });
      rmSync(join(this.#folder, `${name}.json`), { force: true });
      logger.info(`The quarantine's ${name} was deleted: it was older than QUARANTINE_RETENTION_DAYS (${retentionDays})`);
    } catch (error) {
      logger.warn({ err: error }, `The quarantine's ${name} could not be deleted`);
    }
  }
}
