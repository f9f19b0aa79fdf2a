import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;

export interface WaitOptions {
  /** Completes "… within 5 s" when the time is over. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What there is instead, for the error. */
  readonly instead?: () => string;
}

/** Asks again until there is an answer other than undefined; throws once the time is over, and the signal's reason when it aborts. */
export async function waitFor<T>(ask: () => T | undefined | Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const { what, timeoutMs, signal, instead } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline)
      throw new Error(`${what} did not happen within ${timeoutMs / 1_000} s.${instead === undefined ? '' : ` ${instead()}`}`);
    await pause(signal);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(pollMs, undefined, { signal }).catch(() => {
    signal.throwIfAborted();
  });
}
