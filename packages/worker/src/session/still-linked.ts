import { setTimeout as delay } from 'node:timers/promises';
import { connectionVerdict } from '../whatsapp/connection-verdict.ts';

const pollMs = 100;
const verdictTimeoutMs = 8_000;

/** Whether a page that left as after a logout comes up connected all the same; until it says so it counts as unlinked. */
export async function isStillLinked(probe: () => Promise<string | null>, isEnding: () => boolean): Promise<boolean> {
  const deadlineMs = Date.now() + verdictTimeoutMs;
  while (Date.now() < deadlineMs && !isEnding()) {
    // The new document has no modules yet: the next look finds them.
    const state = await probe().catch(() => null);
    const verdict = connectionVerdict(state);
    if (verdict === 'connected') return true;
    if (verdict === 'unlinked') return false;
    await delay(pollMs);
  }
  return false;
}
