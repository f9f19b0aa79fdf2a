import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';

/** Whether a call failed because there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return errorCodeOf(error) === 'ENOENT';
}
