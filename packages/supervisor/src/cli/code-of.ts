import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';

/** The code of an error, such as ENOENT; where it has none, what it says. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return errorCodeOf(error) ?? error.message;
}
