import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Where a profile is to be moved, and the note that goes beside it. */
interface Move {
  readonly target: string;
  readonly note: { readonly session_id: string; readonly reason: string; readonly quarantined_at: string };
}

/** Of a profile that lies in the quarantine as long as no other is in its place. */
const openNoteEnd = '.exchange.json';

function noteOf(target: string): string {
  return `${target}.json`;
}

function openNoteOf(target: string): string {
  return `${target}${openNoteEnd}`;
}

/** The folder that unwanted profiles are moved to. Emptying it after the retention is the one deletion inside the auth folder. */
export class Quarantine {
  readonly #options: QuarantineOptions;
  readonly #folder: string;
  readonly #owed = new Map<string, Move>();
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
    this.#owed.set(sessionId, this.#moveOf(sessionId, reason));
    const fault = this.settle(sessionId);
    if (fault === undefined) return;
    this.#options.logger.warn({ session_id: sessionId }, `The profile cannot be moved to the quarantine yet: ${fault}`);
  }

  /**
   * Puts a folder in the place of the profile, which moves aside with the reason, both now or neither; returns why it cannot be, as
   * the end of a sentence, and then nothing has changed. A move that was owed before is made with its own reason.
   */
  exchange(sessionId: string, folder: string, reason: string): string | undefined {
    const profile = sessionFolder(this.#options.authDir, sessionId);
    const fault = this.settle(sessionId) ?? this.#faultOfUsers(sessionId);
    if (fault !== undefined) return fault;
    const move = this.#moveOf(sessionId, reason);
    const isThere = existsSync(profile);
    try {
      if (isThere) this.#move(profile, move, openNoteOf(move.target));
      renameSync(folder, profile);
    } catch (error) {
      if (isThere) this.#undo(profile, move);
      return error instanceof Error ? error.message : String(error);
    }
    if (isThere) this.#closeNote(move);
    return undefined;
  }

  /** The exchange is made whatever comes of this: where it fails, the next start closes the note. */
  #closeNote({ target, note }: Move): void {
    try {
      renameSync(openNoteOf(target), noteOf(target));
    } catch (error) {
      this.#options.logger.warn({ err: error, session_id: note.session_id }, 'A note in the quarantine is closed only at the next start');
    }
  }

  /** Undoes what a kill has cut short in the middle of an exchange: without its profile a linked session would have to be linked again. */
  recover(): void {
    for (const name of this.#names().filter((each) => each.endsWith(openNoteEnd))) this.#recoverOne(name);
  }

  #recoverOne(name: string): void {
    const target = join(this.#folder, name.slice(0, -openNoteEnd.length));
    const { logger, authDir } = this.#options;
    try {
      const note = JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as Move['note'];
      const profile = sessionFolder(authDir, note.session_id);
      // Where another has its place the exchange is through, and only the note was not.
      if (existsSync(profile) && existsSync(target)) this.#closeNote({ target, note });
      else this.#undo(profile, { target, note });
    } catch (error) {
      logger.error({ err: error }, `What was cut short in the quarantine could not be undone: ${name}`);
    }
  }

  /** Tries an owed move again; returns why it still cannot be, as the end of a sentence. */
  settle(sessionId: string): string | undefined {
    const owed = this.#owed.get(sessionId);
    if (owed === undefined) return undefined;
    const fault = this.#faultOfUsers(sessionId);
    if (fault !== undefined) return fault;
    try {
      this.#move(sessionFolder(this.#options.authDir, sessionId), owed);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.#owed.delete(sessionId);
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

  #faultOfUsers(sessionId: string): string | undefined {
    const users = this.#options.usersOf(sessionId);
    return users.length > 0 ? `processes ${users.join(', ')} still use it` : undefined;
  }

  #moveOf(sessionId: string, reason: string): Move {
    const time = isoTime(this.#options.clock.now());
    return {
      target: join(this.#folder, entryNameOf(sessionId, time)),
      note: { session_id: sessionId, reason, quarantined_at: time },
    };
  }

  /** The note comes first: a profile never lies in the quarantine without its reason. */
  #move(folder: string, { target, note }: Move, notePath = noteOf(target)): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(notePath, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
    if (!existsSync(folder)) return;
    renameSync(folder, target);
    this.#options.logger.info({ session_id: note.session_id }, `The profile was moved to the quarantine: ${note.reason}`);
  }

  #undo(folder: string, { target, note }: Move): void {
    if (!existsSync(folder) && existsSync(target)) {
      renameSync(target, folder);
      this.#options.logger.info({ session_id: note.session_id }, 'The profile was moved back from the quarantine');
    }
    if (existsSync(openNoteOf(target))) rmSync(openNoteOf(target));
  }

  #names(): string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder) : [];
  }

  #delete(name: string, retentionDays: number): void {
    const { logger } = this.#options;
    try {
      rmSync(join(this.#folder, name), { recursive: true });
      rmSync(noteOf(join(this.#folder, name)), { force: true });
      logger.info(`The quarantine's ${name} was deleted: it was older than QUARANTINE_RETENTION_DAYS (${retentionDays})`);
    } catch (error) {
      logger.warn({ err: error }, `The quarantine's ${name} could not be deleted`);
    }
  }
}
