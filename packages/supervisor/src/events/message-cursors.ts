import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChatCursor } from '@whatsapp-service/shared/ipc/methods/backfill-methods.ts';
import { inTransaction } from '../storage/database.ts';
import { prepareAll } from '../storage/prepare-all.ts';
import { directWrites } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';

/** Where a message stands in its chat; `timeMs` is WhatsApp's. */
export interface MessageMark {
  readonly chatId: string;
  /** Null for what moves a chat on and is no message. */
  readonly messageId: string | null;
  readonly timeMs: number;
  /** Earlier messages may be missing: it is noted, and the cursor stays. */
  readonly isBehind: boolean;
}

/** A message may come so much later than a newer one: clocks differ, and some are decrypted only at the second try. */
export const overlapMs = 600_000;

/** The row of the account itself: nothing before it is fetched. */
const account = '';

/**
 * Up to where each chat's messages are in the event log, whatever retention has removed of it. `safe_ms` is the cursor: nothing up to it is
 * missing. `seen_ms` is the newest message; the two differ while a session has yet to fetch what it missed. The marks are the messages from a
 * little before the cursor on: one of them that comes again is no news.
 */
export class MessageCursors {
  readonly #database: DatabaseSync;
  readonly #writes: Writes;
  readonly #statements: Readonly<Record<keyof typeof sql, StatementSync>>;

  constructor(database: DatabaseSync, writes: Writes = directWrites) {
    this.#database = database;
    this.#writes = writes;
    this.#statements = prepareAll(database, sql);
  }

  /** The account was linked now: its history is not ours, nor what an account before it had. */
  linked(sessionId: string, timeMs: number): void {
    this.#write(() => {
      this.#forget(sessionId);
      this.#statements.begin.run(sessionId, account, timeMs, timeMs, '');
    });
  }

  /** The account is linked, and since when is not known: where nothing is known of it, it begins here. */
  begins(sessionId: string, timeMs: number): void {
    this.#write(() => {
      this.#statements.begin.run(sessionId, account, timeMs, timeMs, '');
    });
  }

  /** Inside the transaction of its event. */
  isKnown(sessionId: string, { chatId, messageId }: MessageMark): boolean {
    return messageId !== null && this.#statements.isMarked.get(sessionId, chatId, messageId) !== undefined;
  }

  /** Inside the transaction of its event. */
  note(sessionId: string, { chatId, messageId, timeMs, isBehind }: MessageMark): void {
    const { note, mark, prune } = this.#statements;
    const values = { session: sessionId, chat: chatId, time: timeMs, id: messageId ?? '', behind: isBehind ? 1 : 0 };
    note.run(values);
    if (messageId !== null) mark.run(sessionId, chatId, messageId, timeMs);
    if (!isBehind) prune.run(sessionId, chatId, overlapMs);
  }

  /** Nothing is missing any more: every cursor goes to its newest message, and those of the chats named to at least that time. */
  caughtUp(sessionId: string, chats: readonly { readonly chat_id: string; readonly timeMs: number }[]): void {
    this.#write(() => {
      for (const { chat_id: chatId, timeMs } of chats) this.note(sessionId, { chatId, messageId: null, timeMs, isBehind: false });
      for (const { chat_id: chatId } of this.#statements.settle.all(sessionId)) {
        this.#statements.prune.run(sessionId, String(chatId), overlapMs);
      }
    });
  }

  /** The session is gone, and with it all that is known of its chats. */
  forget(sessionId: string): void {
    this.#write(() => {
      this.#forget(sessionId);
    });
  }

  /** The cursors after a chat's, in the order of their chats' ids. */
  page(sessionId: string, after: string | null, limit: number): ChatCursor[] {
    return this.#statements.page.all(sessionId, after ?? account, limit).map((row) => ({
      chatId: String(row['chat_id']),
      timeMs: Number(row['safe_ms']),
      newestId: String(row['newest_id']),
    }));
  }

  /** From when on a chat without a cursor is fetched; undefined where nothing is known of the account. */
  sinceMs(sessionId: string): number | undefined {
    const row = this.#statements.account.get(sessionId);
    return row === undefined ? undefined : Number(row['safe_ms']);
  }

  /** Which of a chat's messages have no mark. */
  unknown(sessionId: string, chatId: string, messageIds: readonly string[]): string[] {
    return messageIds.filter((messageId) => this.#statements.isMarked.get(sessionId, chatId, messageId) === undefined);
  }

  #forget(sessionId: string): void {
    this.#statements.forgetCursors.run(sessionId);
    this.#statements.forgetMarks.run(sessionId);
  }

  #write(run: () => void): void {
    this.#writes.write(() => {
      inTransaction(this.#database, run);
      return undefined;
    });
  }
}

const sql = {
  note: `
    INSERT INTO message_cursors (session_id, chat_id, safe_ms, seen_ms, newest_id)
    VALUES (:session, :chat, CASE WHEN :behind THEN
      COALESCE((SELECT safe_ms FROM message_cursors WHERE session_id = :session AND chat_id = ''), 0) ELSE :time END, :time, :id)
    ON CONFLICT (session_id, chat_id) DO UPDATE SET
      safe_ms = CASE WHEN :behind THEN safe_ms ELSE MAX(safe_ms, :time) END,
      newest_id = CASE WHEN :id <> '' AND :time >= seen_ms THEN :id ELSE newest_id END,
      seen_ms = MAX(seen_ms, :time)`,
  mark: 'INSERT OR IGNORE INTO message_marks (session_id, chat_id, message_id, time_ms) VALUES (?, ?, ?, ?)',
  prune: `
    DELETE FROM message_marks WHERE session_id = ?1 AND chat_id = ?2
      AND time_ms < (SELECT safe_ms FROM message_cursors WHERE session_id = ?1 AND chat_id = ?2) - ?3`,
  isMarked: 'SELECT 1 FROM message_marks WHERE session_id = ? AND chat_id = ? AND message_id = ?',
  begin: 'INSERT OR IGNORE INTO message_cursors (session_id, chat_id, safe_ms, seen_ms, newest_id) VALUES (?, ?, ?, ?, ?)',
  settle: 'UPDATE message_cursors SET safe_ms = seen_ms WHERE session_id = ? AND safe_ms < seen_ms RETURNING chat_id',
  forgetCursors: 'DELETE FROM message_cursors WHERE session_id = ?',
  forgetMarks: 'DELETE FROM message_marks WHERE session_id = ?',
  page: 'SELECT chat_id, safe_ms, newest_id FROM message_cursors WHERE session_id = ? AND chat_id > ? ORDER BY chat_id LIMIT ?',
  account: `SELECT safe_ms FROM message_cursors WHERE session_id = ? AND chat_id = ''`,
} as const;
