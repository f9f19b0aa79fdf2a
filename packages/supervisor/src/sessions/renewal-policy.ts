/** After a restart callers repeat what was cut short, and the worker remembers what it has sent: it is left alone so long. */
const settleMs = 30_000;
/** So long nothing may have happened in the session. */
const quietMs = 5_000;
const lookAgainMs = 1_000;

export interface RenewalFacts {
  readonly nowMs: number;
  /** When the worker was taken over. */
  readonly takenOverMs: number;
  readonly isConnected: boolean;
  readonly requestsInFlight: number;
  /** When a message came or went last. */
  readonly lastActiveMs: number;
}

/** In how many milliseconds to look again whether a worker of older code may be restarted without anybody noticing; 0 is now. */
export function renewalWaitMs({ nowMs, takenOverMs, isConnected, requestsInFlight, lastActiveMs }: RenewalFacts): number {
  if (!isConnected || requestsInFlight > 0) return lookAgainMs;
  return Math.max(0, takenOverMs + settleMs - nowMs, lastActiveMs + quietMs - nowMs);
}
