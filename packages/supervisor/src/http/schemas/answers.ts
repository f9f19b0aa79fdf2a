import type { TSchema } from 'typebox';
import Type from 'typebox';
import { errorRow } from '../../supervisor-error-table.ts';
import type { ErrorCode } from '../../supervisor-error-table.ts';
import { Problem, problemType } from '../problem/problem.ts';
import { ref } from './schema-parts.ts';
import { isWorkerCode, workerCodes } from './worker-codes.ts';
import type { WorkerCode } from './worker-codes.ts';

/** An error that a route may answer with. */
export type AnswerCode = ErrorCode | WorkerCode;

/** What one status of a route answers with. */
export interface Answer {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: TSchema }>>;
}

/** A JSON answer. */
export function json<T extends TSchema>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** The errors of a route that asks for a key: those that every such route has, and its own. */
export function errors(...own: readonly AnswerCode[]): Record<number, Answer> {
  return errorsOf([
    'SUP_INVALID_REQUEST',
    'SUP_UNAUTHORIZED',
    'SUP_API_KEY_EXPIRED',
    'SUP_SCOPE_MISSING',
    'SUP_OUTSIDE_PREFIX',
    'SUP_TOO_MANY_WRONG_KEYS',
    'SUP_RATE_LIMITED',
    'SUP_INTERNAL',
    'SUP_OVERLOADED',
    ...own,
  ]);
}

/** The errors of a route that changes something. */
export function commandErrors(...own: readonly AnswerCode[]): Record<number, Answer> {
  return errors('SUP_MALFORMED_JSON', 'SUP_BODY_TOO_LARGE', 'SUP_UNSUPPORTED_MEDIA_TYPE', 'SUP_DRAINING', ...own);
}

function errorsOf(codes: readonly AnswerCode[]): Record<number, Answer> {
  const byStatus = new Map<number, AnswerCode[]>();
  for (const code of codes) {
    const { statusCode } = rowOf(code);
    byStatus.set(statusCode, [...(byStatus.get(statusCode) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, sameStatus]) => [
      status,
      {
        description: sameStatus.map((code) => `${rowOf(code).title} (\`${code}\`)`).join(', '),
        content: { [problemType]: { schema: ref(Problem) } },
      },
    ]),
  );
}

function rowOf(code: AnswerCode): { readonly statusCode: number; readonly title: string } {
  return isWorkerCode(code) ? workerCodes[code] : errorRow(code);
}

/** The errors of every route that takes a file to be sent: by URL, as an upload, in base64 or as a form. */
export const outgoingMediaErrors = [
  'SUP_MULTIPART_INVALID',
  'SUP_MEDIA_URL_FORBIDDEN',
  'SUP_MEDIA_UPLOAD_NOT_FOUND',
  'SUP_MEDIA_TOO_LARGE',
  'SUP_MEDIA_TYPE',
  'SUP_MEDIA_EMPTY',
  'SUP_MEDIA_URL_FAILED',
  'SUP_STORAGE_UNAVAILABLE',
] as const satisfies readonly AnswerCode[];

/** The errors of every route that sends something by the outbox. */
export const sendErrors = [
  'SUP_IDEMPOTENCY_KEY_REUSED',
  'SUP_SEND_HANDED_OVER',
  'SUP_SEND_NOT_SENT',
  'SUP_SEND_REFUSED',
  'SUP_SEND_UNSETTLED',
  'SUP_SEND_UNCONFIRMED',
  'SUP_SEND_PACED',
  'SUP_SEND_EXPIRED',
  'SUP_SEND_CANCELLED',
  'SUP_STORAGE_UNAVAILABLE',
] as const satisfies readonly AnswerCode[];

/** Bytes that are no JSON. */
export const Binary = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' });

/** The errors of every route that asks a connected session's worker. */
export const workerAnswerErrors = [
  'SUP_SESSION_NOT_FOUND',
  'SUP_SESSION_NOT_CONNECTED',
  'SUP_SESSION_UNRESPONSIVE',
  'SUP_WORKER_UNAVAILABLE',
  'SUP_WORKER_OUTDATED',
  'SUP_WORKER_TIMEOUT',
  'SUP_WORKER_FAILED',
  'SUP_HANDLER_TIMEOUT',
  'WRK_NOT_CONNECTED',
] as const satisfies readonly AnswerCode[];
