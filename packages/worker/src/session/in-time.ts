import { DeadlineExceeded, withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';

/** The promise's outcome, or `late` after the deadline. */
export async function inTime<T>(promise: Promise<T>, timeoutMs: number, late: Error): Promise<T> {
  try {
    return await withDeadline(promise, timeoutMs, 'A call');
  } catch (error) {
    throw error instanceof DeadlineExceeded ? late : error;
  }
}
