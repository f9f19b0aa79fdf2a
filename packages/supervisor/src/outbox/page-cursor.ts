import { CursorInvalid } from '../supervisor-errors.ts';

/** The place after the entry with this number. */
export function cursorOf(seq: number): string {
  return Buffer.from(String(seq)).toString('base64url');
}

/** The number in a cursor; throws CursorInvalid. */
export function seqOf(cursor: string): number {
  const seq = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(seq) || seq < 1) throw new CursorInvalid();
  return seq;
}
