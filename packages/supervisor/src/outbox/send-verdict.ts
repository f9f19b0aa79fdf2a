import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { RemoteError, unknownMethodCode } from '@whatsapp-service/shared/ipc/ipc-errors.ts';

/** What an error of a send says: the message can never go out so, it did not go out this time, or nobody knows. */
export type SendVerdict = 'refused' | 'not_sent' | 'unknown';

/** Nobody was asked, or who was asked had not begun. */
const notSentCodes: ReadonlySet<string> = new Set([
  'SUP_SESSION_NOT_CONNECTED',
  'SUP_SESSION_UNRESPONSIVE',
  'SUP_SESSION_NOT_FOUND',
  'SUP_WORKER_UNAVAILABLE',
  'WRK_NOT_CONNECTED',
  'WRK_NO_PAGE',
  'WRK_SEND_FAILED',
  unknownMethodCode,
]);

/** Reads an error of the worker, or of the way to it. What is not known for certain is `unknown`: it is looked up. */
export function verdictOf(error: unknown): SendVerdict {
  const code = errorCodeOf(error);
  if (code !== undefined && notSentCodes.has(code)) return 'not_sent';
  return error instanceof RemoteError && error.statusCode < 500 && code !== 'IPC_REFUSED' ? 'refused' : 'unknown';
}
