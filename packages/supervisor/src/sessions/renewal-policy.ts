import { untilQuietMs } from '../supervision/quiet-policy.ts';
import type { Activity } from '../supervision/quiet-policy.ts';

/** After a restart callers repeat what was cut short, and the worker remembers what it has sent: it is left alone so long. */
const settleMs = 30_000;
/** So long nothing may have happened in the session. */
const quietMs = 5_000;
const lookAgainMs = 1_000;

export interface RenewalFacts extends Activity {
  readonly nowMs: number;
  /** When the worker was taken over. */
  readonly takenOverMs: number;
  readonly isConnected: boolean;
}

/** In how many milliseconds to look again whether a worker of older code may be restarted without anybody noticing; 0 is now. */
export function renewalWaitMs(session: RenewalFacts): number {
  const { nowMs, takenOverMs, isConnected } = session;
  const leftMs = untilQuietMs(session, quietMs, nowMs);
  if (!isConnected || leftMs === Infinity) return lookAgainMs;
  return Math.max(leftMs, takenOverMs + settleMs - nowMs);
}
