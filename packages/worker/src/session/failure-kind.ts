import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
/** What an error of the browser's side says: its page or process ended, its page went to another document, or neither. */
export type FailureKind = 'gone' | 'navigated' | 'other';

const goneMarks = ['Target closed', 'Session closed', 'detached Frame', 'frame was detached', 'Connection closed', 'Page crashed'];
const navigatedMarks = ['Execution context was destroyed', 'Cannot find context', 'Execution context is not available'];

/** Reads an error of puppeteer by its message: it has no codes. */
export function failureKind(error: unknown): FailureKind {
  const message = messageOf(error);
  if (navigatedMarks.some((mark) => message.includes(mark))) return 'navigated';
  return goneMarks.some((mark) => message.includes(mark)) ? 'gone' : 'other';
}

/** Whether an error is one of the worker's own table and not the library's. */
export function isWorkerError(error: unknown): boolean {
  return errorCodeOf(error)?.startsWith('WRK_') === true;
}

/** The text of anything that was thrown; the library throws strings too. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
