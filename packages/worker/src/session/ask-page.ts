import { CallFailed, CallInterrupted, PageTimeout } from '../worker-errors.ts';
import { failureKind, isWorkerError, messageOf } from './failure-kind.ts';
import { inTime } from './in-time.ts';

/** A little shorter than the contract's 30 s, so that the caller hears what happened rather than nothing. */
const askTimeoutMs = 25_000;

/** A call of the library with a deadline; what it throws becomes an error of the worker's table. `what` is the command's name. */
export async function askPage<T>(what: string, call: () => Promise<T>): Promise<T> {
  return inTime(inOurWords(what, call), askTimeoutMs, new PageTimeout(what, askTimeoutMs));
}

/** The same without a deadline: for a call that others may join. */
export async function inOurWords<T>(what: string, call: () => Promise<T>): Promise<T> {
  return call().catch((error: unknown) => {
    if (isWorkerError(error)) throw error;
    const detail = messageOf(error).slice(0, 300);
    throw failureKind(error) === 'other' ? new CallFailed(what, detail) : new CallInterrupted(what, detail);
  });
}
