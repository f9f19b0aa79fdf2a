import { CursorInvalid } from '../supervisor-errors.ts';

/** The cursor that goes on after an id; null where there is no more. */
export function cursorOf(id: string | null): string | null {
  return id === null ? null : Buffer.from(id).toString('base64url');
}

/** The id that a cursor goes on after, or null for the beginning; throws CursorInvalid. */
export function idOfCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!/^[!-~]{1,256}$/.test(id) || cursorOf(id) !== cursor) throw new CursorInvalid();
  return id;
}
