import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;

/** Asks again until there is an answer other than undefined, false or an error; throws after `deadlineMs` with the last error. */
export async function until<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  deadlineMs = 30_000,
): Promise<Exclude<Answer, undefined | false>> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    let lastError: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer as Exclude<Answer, undefined | false>;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}`, { cause: lastError });
    await delay(pollMs);
  }
}
