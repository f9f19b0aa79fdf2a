import type { SessionActor } from './session-actor.ts';
import { reasons, storageUnavailable } from './session-reasons.ts';

/** Says of each session in the queue whether it waits for its turn or for its disk; `fault` is what is wrong with that, as a sentence. */
export function explainWaiting(actors: readonly SessionActor[], fault: string | undefined): void {
  for (const actor of actors) {
    if (actor.state !== 'queued') continue;
    const saysDisk = actor.record.reason?.code === 'storage_unavailable';
    if (fault !== undefined && !saysDisk) actor.describe({ reason: storageUnavailable(fault) });
    if (fault === undefined && saysDisk) actor.describe({ reason: reasons.waitingForSlot });
  }
}
