import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import { IpcClosed, IpcTimeout, RemoteError, unknownMethodCode } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import type { Result } from '@whatsapp-service/shared/ipc/side.ts';
import { InternalError, WorkerFailed, WorkerOutdated, WorkerTimeout } from '../supervisor-errors.ts';
import type { SessionActor } from './session-actor.ts';
import type { OutgoingMessage } from './session-requests.ts';

/** Gives a failure of the worker the status code and the words that a caller can use. */
export async function askWorker<T>(sessionId: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw inWordsFor(sessionId, error);
  }
}

/** What a caller is told of an error. */
export function explained(sessionId: string, error: unknown): { code: string; statusCode: number; message: string } {
  const cause = inWordsFor(sessionId, error);
  const { code, statusCode, message } = isCoded(cause) ? cause : new InternalError();
  return { code, statusCode: statusCode ?? 500, message };
}

function inWordsFor(sessionId: string, error: unknown): unknown {
  if (error instanceof IpcTimeout || error instanceof IpcClosed) return new WorkerTimeout(sessionId);
  if (!(error instanceof RemoteError)) return error;
  if (error.code === unknownMethodCode) return new WorkerOutdated(sessionId);
  return error.statusCode >= 500 ? new WorkerFailed(sessionId, error.message) : error;
}

function isCoded(error: unknown): error is Error & { code: string; statusCode?: number } {
  return errorCodeOf(error) !== undefined;
}

/** Hands a message to the worker; a plain text in the way that workers of older versions know as well. */
export async function sendTo(
  actor: SessionActor,
  { to, content, idempotencyKey, ownId }: OutgoingMessage,
  signal: AbortSignal,
): Promise<Result<WorkerSide, 'message.send'>> {
  if (content.kind === 'text' && Object.keys(content).length === 2) {
    return actor.request('message.send', { to, text: content.text, idempotencyKey, ownId }, { signal });
  }
  if (content.kind === 'forward') {
    return actor.request('message.forward', { messageId: content.message_id, to, idempotencyKey, ownId }, { signal });
  }
  if (content.kind === 'status') {
    const { text, background_color: backgroundColor, font } = content;
    const shown = await actor.request('status.send', { text, backgroundColor, font, idempotencyKey, ownId }, { signal });
    return { ack: 0, ...shown };
  }
  if ('file' in content) return actor.request('message.send_media', { to, content, idempotencyKey, ownId }, { signal });
  return actor.request('message.send_content', { to, content, idempotencyKey, ownId }, { signal });
}
