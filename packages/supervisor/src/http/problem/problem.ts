import { STATUS_CODES } from 'node:http';
import Type from 'typebox';
import type { Static } from 'typebox';
import { errorRow, isErrorCode } from '../../supervisor-error-table.ts';
import { InternalError } from '../../supervisor-errors.ts';
import { knownCause } from './known-causes.ts';
import { RequestFault } from '../validation/request-fault.ts';

/** The media type of every error. */
export const problemType = 'application/problem+json';

/** An error as callers get it (RFC 9457). */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'The code as a URI.' }),
    title: Type.String({ description: 'The kind of error, the same for each of its kind.' }),
    status: Type.Integer({ description: 'The HTTP status.' }),
    code: Type.String({ description: 'The kind of error for programs; it does not change.' }),
    detail: Type.String({ description: 'What happened here, in a full sentence.' }),
    instance: Type.String({ description: "The request's id, as in the service's log." }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String({ description: 'Where: body/to, query/limit.' }),
          message: Type.String({ description: 'What is wrong there.' }),
        }),
        { description: 'Each field that is missing or wrong.' },
      ),
    ),
  },
  {
    $id: 'Problem',
    description: 'An error (RFC 9457).',
    examples: [
      {
        type: 'urn:whatsapp-service:error:SUP_SESSION_NOT_FOUND',
        title: 'Session not found',
        status: 404,
        code: 'SUP_SESSION_NOT_FOUND',
        detail: 'No session has the id "user_1_instance_main".',
        instance: '5f0c7a52-5d5b-4f0b-9c11-5d2b1f1f6f55',
      },
    ],
  },
);
export type Problem = Static<typeof Problem>;

/** What goes out for an error: its problem and, where waiting helps, the seconds of Retry-After. */
export interface ProblemAnswer {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | undefined;
}

/** The answer to an error of any origin; what is not known to be fit for callers becomes SUP_INTERNAL. */
export function problemOf(error: unknown, requestId: string): ProblemAnswer {
  const cause: ReturnType<typeof knownCause> & object = knownCause(error) ?? new InternalError();
  const code = cause.code;
  const status = cause.statusCode ?? 500;
  const row = isErrorCode(code) ? errorRow(code) : undefined;
  const problem: Problem = {
    type: `urn:whatsapp-service:error:${code}`,
    title: row?.title ?? STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: cause.message,
    instance: requestId,
  };
  if (error instanceof RequestFault) problem.errors = error.faults.map(({ path, message }) => ({ path, message }));
  return { problem, retryAfterSeconds: cause.retryAfterSeconds ?? row?.retryAfterSeconds };
}
