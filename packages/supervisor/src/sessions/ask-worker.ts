import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import { IpcClosed, IpcTimeout, RemoteError, unknownMethodCode } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import type { Result } from '@whatsapp-service/shared/ipc/side.ts';
import { WorkerFailed, WorkerOutdated, WorkerTimeout } from '../supervisor-errors.ts';
import type { SessionActor } from './session-actor.ts';
import type { OutgoingMessage } from './session-requests.ts';

/** Gives a failure of the worker the status code and the words that a caller can use. */
export async function askWorker<T>(sessionId: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof IpcTimeout || error instanceof IpcClosed) throw new WorkerTimeout(sessionId);
    if (!(error instanceof RemoteError)) throw error;
    if (error.code === unknownMethodCode) throw new WorkerOutdated(sessionId);
    throw error.statusCode >= 500 ? new WorkerFailed(sessionId, error.message) : error;
  }
}

/** Hands a message to the worker; a plain text in the way that workers of older versions know as well. */
export async function sendTo(
  actor: SessionActor,
  { to, content, idempotencyKey }: OutgoingMessage,
  signal: AbortSignal,
): Promise<Result<WorkerSide, 'message.send'>> {
  if (content.kind === 'text' && Object.keys(content).length === 2) {
    return actor.request('message.send', { to, text: content.text, idempotencyKey }, { signal });
  }
  return actor.request('message.send_content', { to, content, idempotencyKey }, { signal });
}
