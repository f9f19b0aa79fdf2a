import { isSessionId, isWithinPrefix } from '@whatsapp-service/shared/session/session-id.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';
import { CursorInvalid } from '../supervisor-errors.ts';
import type { SessionRecord } from './session-record.ts';
import type { SessionQuery } from './session-requests.ts';

export interface SessionPage {
  readonly rows: readonly SessionRecord[];
  readonly nextCursor: string | null;
}

/** One page of the records that a query wants, by id; the cursor is the last id of the page before. Throws CursorInvalid. */
export function pageOf(records: readonly SessionRecord[], query: SessionQuery): SessionPage {
  const after = query.cursor === undefined ? '' : idOfCursor(query.cursor);
  const wanted = records
    .filter((record) => record.sessionId > after && fits(record, query))
    .toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  const rows = wanted.slice(0, query.limit);
  const last = rows.at(-1);
  const nextCursor = last === undefined || rows.length === wanted.length ? null : cursorOfId(last.sessionId);
  return { rows, nextCursor };
}

function fits(record: SessionRecord, query: SessionQuery): boolean {
  if (query.status !== undefined && statusOf(record.state) !== query.status) return false;
  if (!isWithinPrefix(record.sessionId, query.sessionPrefix)) return false;
  return query.userId === undefined || String(record.userId) === query.userId;
}

function cursorOfId(sessionId: string): string {
  return Buffer.from(sessionId).toString('base64url');
}

function idOfCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!isSessionId(id)) throw new CursorInvalid();
  return id;
}
