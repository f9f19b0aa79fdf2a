import { backupErrors } from './errors/backup-errors.ts';
import type { ErrorRow, ErrorRows } from './errors/error-row.ts';
import { mediaErrors } from './errors/media-errors.ts';
import { requestErrors } from './errors/request-errors.ts';
import { sendErrors } from './errors/send-errors.ts';
import { serviceErrors } from './errors/service-errors.ts';
import { sessionErrors } from './errors/session-errors.ts';
import { webhookErrors } from './errors/webhook-errors.ts';

/** Every error of the supervisor by its stable code; docs/errors.md is generated from it. */
export const errorTable = {
  ...requestErrors,
  ...sessionErrors,
  ...sendErrors,
  ...mediaErrors,
  ...webhookErrors,
  ...backupErrors,
  ...serviceErrors,
} as const satisfies ErrorRows;

export type ErrorCode = keyof typeof errorTable;

/** The row of a code. */
export function errorRow(code: ErrorCode): ErrorRow {
  return errorTable[code];
}

/** Whether a code from anywhere is a row of the table. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code);
}
