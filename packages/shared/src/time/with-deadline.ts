import createError from '@fastify/error';

/** A wait was longer than it may be. */
export const DeadlineExceeded = createError<[string, number]>('SHR_DEADLINE_EXCEEDED', '%s took longer than its deadline of %d ms.', 504);

/** The promise's outcome, or a DeadlineExceeded after `timeoutMs`; `what` begins that sentence. */
export async function withDeadline<T>(promise: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineExceeded(what, timeoutMs));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
