import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inTransaction } from '../storage/database.ts';
import { prepareAll } from '../storage/prepare-all.ts';
import { directWrites } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';

/** A message whose file is to be fetched. */
export interface WaitingMedia {
  readonly seq: number;
  readonly sessionId: string;
  readonly messageId: string;
  readonly size: number | null;
  readonly attempts: number;
  readonly nextAttemptMs: number;
}

/** A message whose file is kept. */
export interface KeptFile {
  readonly seq: number;
  readonly sessionId: string;
  readonly file: string;
  readonly size: number;
  readonly mimeType: string | null;
  readonly fileName: string | null;
}

/** A message that is to be noted; `seq` is that of its event. */
export interface MediaNote {
  readonly seq: number;
  readonly sessionId: string;
  readonly messageId: string;
  readonly size: number | null;
  /** When its event was logged. */
  readonly timeMs: number;
}

/** What is noted of the log, and up to which of its numbers. */
export interface MediaIntake {
  readonly notes: readonly MediaNote[];
  readonly upTo: number;
  /** Called once it is committed. */
  readonly onCommitted: () => void;
}

/** Which messages' files are to be fetched at once, and which are kept: a row a message. */
export class KeptMediaStore {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;
  readonly #statements: Readonly<Record<keyof typeof sql, StatementSync>>;

  constructor(database: DatabaseSync, writes: Writes = directWrites) {
    this.#database = database;
    this.#writes = writes;
    this.#statements = prepareAll(database, sql);
  }

  /** Up to where the log was looked through; undefined before the first time. */
  get cursor(): number | undefined {
    const row = this.#statements.cursor.get();
    return row === undefined ? undefined : Number(row['seq']);
  }

  /** Notes what `read` finds, in one commit with how far it has looked; where the disk refuses, it reads once that takes it again. */
  takeIn(read: () => MediaIntake): void {
    this.#writes.write(
      () =>
        inTransaction(this.#database, () => {
          const { notes, upTo, onCommitted } = read();
          for (const { seq, sessionId, messageId, size, timeMs } of notes) {
            this.#statements.note.run(seq, sessionId, messageId, size, timeMs);
          }
          this.#statements.moveCursor.run(upTo);
          return onCommitted;
        }),
      'media intake',
    );
  }

  /** Nothing is fetched at once any more: what waits for it goes, what is kept stays. */
  stop(): void {
    this.#write(() => {
      this.#statements.forgetWaiting.run();
      this.#statements.forgetCursor.run();
    });
  }

  waitingSessions(): string[] {
    return this.#statements.waitingSessions.all().map((row) => String(row['session_id']));
  }

  /** The file of a session whose turn is next, be it now or later. */
  next(sessionId: string): WaitingMedia | undefined {
    const row = this.#statements.next.get(sessionId);
    if (row === undefined) return undefined;
    return {
      seq: Number(row['seq']),
      sessionId,
      messageId: String(row['message_id']),
      size: numberOrNull(row['size']),
      attempts: Number(row['attempts']),
      nextAttemptMs: Number(row['next_attempt_ms']),
    };
  }

  postpone(seq: number, attempts: number, nextAttemptMs: number): void {
    this.#write(() => {
      this.#statements.postpone.run(attempts, nextAttemptMs, seq);
    });
  }

  /** The file is kept; calls back where its row is gone meanwhile, and the file is nobody's. */
  keep({ seq, file, size, mimeType, fileName }: KeptFile, nowMs: number, onNobodys: () => void): void {
    this.#writes.write(() => {
      const { changes } = this.#statements.keep.run(file, size, mimeType, fileName, nowMs, seq);
      return changes === 0 ? onNobodys : undefined;
    });
  }

  find(sessionId: string, messageId: string): KeptFile | undefined {
    const row = this.#statements.find.get(sessionId, messageId);
    return row === undefined ? undefined : keptOf(row);
  }

  /** Whether a file is that of a message. */
  owns(sessionId: string, file: string): boolean {
    return this.#statements.owns.get(sessionId, file) !== undefined;
  }

  drop(seq: number): void {
    this.#write(() => {
      this.#statements.drop.run(seq);
    });
  }

  /** The session is gone. */
  forget(sessionId: string): void {
    this.#write(() => {
      this.#statements.forget.run(sessionId);
    });
  }

  /** Files that were kept before then, and what has waited since before then; the oldest first. */
  expired(keptBeforeMs: number, notedBeforeMs: number, limit: number): { readonly kept: KeptFile[]; readonly waiting: number[] } {
    const rows = this.#statements.expired.all(keptBeforeMs, notedBeforeMs, limit);
    const kept = rows.filter((row) => row['file'] !== null);
    return { kept: kept.map(keptOf), waiting: rows.filter((row) => row['file'] === null).map((row) => Number(row['seq'])) };
  }

  oldest(limit: number): KeptFile[] {
    return this.#statements.oldest.all(limit).map(keptOf);
  }

  /** Of all files that are kept. */
  get bytes(): number {
    return Number(this.#statements.bytes.get()?.['bytes']);
  }

  #write(run: () => void): void {
    this.#writes.write(() => {
      run();
      return undefined;
    });
  }
}

function keptOf(row: Record<string, unknown>): KeptFile {
  return {
    seq: Number(row['seq']),
    sessionId: String(row['session_id']),
    file: String(row['file']),
    size: Number(row['size']),
    mimeType: textOrNull(row['mime_type']),
    fileName: textOrNull(row['file_name']),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

const sql = {
  note: 'INSERT OR IGNORE INTO message_files (seq, session_id, message_id, size, noted_ms) VALUES (?, ?, ?, ?, ?)',
  cursor: 'SELECT seq FROM message_files_cursor',
  moveCursor: 'INSERT INTO message_files_cursor (id, seq) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seq = MAX(seq, excluded.seq)',
  waitingSessions: 'SELECT DISTINCT session_id FROM message_files WHERE file IS NULL',
  next: 'SELECT * FROM message_files WHERE session_id = ? AND file IS NULL ORDER BY next_attempt_ms, seq LIMIT 1',
  postpone: 'UPDATE message_files SET attempts = ?, next_attempt_ms = ? WHERE seq = ? AND file IS NULL',
  keep: `
    UPDATE message_files SET file = ?, size = ?, mime_type = ?, file_name = ?, kept_ms = ? WHERE seq = ? AND file IS NULL`,
  find: 'SELECT * FROM message_files WHERE session_id = ? AND message_id = ? AND file IS NOT NULL',
  owns: 'SELECT 1 FROM message_files WHERE session_id = ? AND file = ?',
  drop: 'DELETE FROM message_files WHERE seq = ?',
  forget: 'DELETE FROM message_files WHERE session_id = ?',
  forgetCursor: 'DELETE FROM message_files_cursor',
  forgetWaiting: 'DELETE FROM message_files WHERE file IS NULL',
  expired: `
    SELECT * FROM message_files WHERE kept_ms < ? OR (file IS NULL AND noted_ms < ?) ORDER BY seq LIMIT ?`,
  oldest: 'SELECT * FROM message_files WHERE file IS NOT NULL ORDER BY kept_ms, seq LIMIT ?',
  bytes: 'SELECT COALESCE(SUM(size), 0) AS bytes FROM message_files WHERE file IS NOT NULL',
} as const;
