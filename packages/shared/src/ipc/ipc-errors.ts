import createError from '@fastify/error';

/** The connection ended before the answer came. */
export const IpcClosed = createError<[string]>('IPC_CLOSED', 'The connection to the other process is closed: %s.', 503);

/** No answer within the request's deadline; whether the other side acted is not known. */
export const IpcTimeout = createError<[string, number]>('IPC_TIMEOUT', 'The other process did not answer "%s" within %d ms.', 504);

/** The caller gave the request up. */
export const IpcCancelled = createError<[string]>('IPC_CANCELLED', 'The request "%s" was cancelled by its caller.', 499);

/** A message does not fit the contract. */
export const IpcInvalid = createError<[string, string]>('IPC_INVALID', 'A message "%s" does not fit the contract: %s.', 502);

/** A frame is no JSON-RPC frame, or larger than it may be. */
export const IpcMalformedFrame = createError<[string]>(
  'IPC_MALFORMED_FRAME',
  'The byte stream is not a sequence of JSON-RPC frames: %s.',
  502,
);

/** What was asked for is more than a frame holds; it may have been done all the same. */
export const IpcAnswerTooLarge = createError<[number, number]>(
  'IPC_ANSWER_TOO_LARGE',
  'The answer has %d bytes, and the other process takes %d; ask for less at once.',
  502,
);

/** The code of a RemoteError where the other side is older and has no such method. */
export const unknownMethodCode = 'IPC_UNKNOWN_METHOD';

/** The other side refused or failed; `code` is the other side's own. */
export class RemoteError extends Error {
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode: number) {
    super(message);
    this.name = 'RemoteError';
    this.code = code;
    this.statusCode = statusCode;
  }
}
