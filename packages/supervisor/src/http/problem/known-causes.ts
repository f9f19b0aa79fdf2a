import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import type { FastifyError } from '@fastify/error';
import { isErrorCode } from '../../supervisor-error-table.ts';
import {
  BodyTooLarge,
  HandlerTimeout,
  InvalidRequest,
  MalformedJson,
  RequestTimeout,
  HeadersTooLarge,
  UnsupportedMediaType,
  UrlTooLong,
} from '../../supervisor-errors.ts';
import { RequestFault } from '../validation/request-fault.ts';
import { bodyLimitBytes } from '../limits.ts';

/** What fastify and node say, in our own words. */
const translations: Readonly<Record<string, () => FastifyError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new BodyTooLarge(bodyLimitBytes),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new UnsupportedMediaType(),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new MalformedJson('it cannot be parsed, or it has a property such as "__proto__"'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new InvalidRequest('The body is not as long as its Content-Length header says.'),
  FST_ERR_BAD_URL: () => new InvalidRequest('The URL has an escape that cannot be decoded.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new UrlTooLong(),
  FST_ERR_HANDLER_TIMEOUT: () => new HandlerTimeout(),
  ERR_HTTP_REQUEST_TIMEOUT: () => new RequestTimeout(),
  HPE_HEADER_OVERFLOW: () => new HeadersTooLarge(),
};

/** The errors of the other processes' tables; IPC_HANDLER_FAILED is what no table has, and its message is for the log. */
const foreignCode = /^(WRK|IPC|SHR)_[A-Z_]{1,60}$/;

/** An error that callers may see, or undefined where it is nobody's business but the log's. */
export function knownCause(error: unknown): (FastifyError & { readonly retryAfterSeconds?: number }) | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof RequestFault) return new InvalidRequest(error.message);
  const code = errorCodeOf(error);
  if (code === undefined) return undefined;
  const translation = Object.hasOwn(translations, code) ? translations[code] : undefined;
  if (translation !== undefined) return translation();
  const isForeign = foreignCode.test(code) && code !== 'IPC_HANDLER_FAILED';
  if (isErrorCode(code) || isForeign) {
    return { name: error.name, code, message: shortened(error.message), statusCode: statusOf(error), ...waitOf(error) };
  }
  const status = statusOf(error);
  return code.startsWith('FST_ERR_') && status < 500 ? new InvalidRequest(shortened(error.message)) : undefined;
}

function statusOf(error: Error): number {
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : 500;
}

/** How long this very caller has to wait, where the error knows better than its table. */
function waitOf(error: Error): { retryAfterSeconds?: number } {
  const seconds: unknown = Reflect.get(error, 'retryAfterSeconds');
  return typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {};
}

/** A worker's words go to callers: no more of them than a sentence or two. */
function shortened(message: string): string {
  return message.length <= 1_000 ? message : `${message.slice(0, 1_000)}…`;
}
