import { untilQuietMs } from './quiet-policy.ts';
import type { Activity } from './quiet-policy.ts';

/** One sample may catch a page that is just loading; three in a row, 5 s apart, do not. */
const samplesOver = 3;
/** Nothing came and nothing was sent for so long: a restart of some seconds goes unnoticed. */
const quietForMs = 30_000;
/** A session that is never quiet is restarted after this long all the same. */
const waitAtMostMs = 600_000;

export interface MemorySituation extends Activity {
  readonly nowMs: number;
  /** Samples in a row that were above the limit. */
  readonly samplesOver: number;
  readonly overForMs: number;
}

/** What to do with a session whose processes take more memory than they may. */
export function judgeMemory(session: MemorySituation): 'fine' | 'wait' | 'recycle' {
  if (session.samplesOver < samplesOver) return 'fine';
  const isQuiet = untilQuietMs(session, quietForMs, session.nowMs) === 0;
  return isQuiet || session.overForMs >= waitAtMostMs ? 'recycle' : 'wait';
}
