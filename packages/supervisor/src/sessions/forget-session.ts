import { hasProcess } from '@whatsapp-service/shared/session/session-state.ts';
import type { Turnstile } from '@whatsapp-service/shared/time/turnstile.ts';
import type { AuthStore } from './auth-store.ts';
import type { SessionActor } from './session-actor.ts';
import { reasons } from './session-reasons.ts';

/** Stops a session for good; resolves once no process of it is left and its profile is out of the way. */
export async function forgetSession(
  actor: Pick<SessionActor, 'record' | 'state' | 'watch' | 'stop'>,
  auth: Pick<AuthStore, 'quarantine'>,
  turns: Pick<Turnstile, 'enter'>,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const unwatch = actor.watch(finishAtRest);
    actor.stop(reasons.stoppedByRequest, { keepDesired: false });
    finishAtRest();
    function finishAtRest(): void {
      if (hasProcess(actor.state)) return;
      unwatch();
      resolve();
    }
  });
  // The proof that no process uses the profile looks at every process of the machine, which takes milliseconds; dozens may end at once.
  await turns.enter();
  auth.quarantine(actor.record.sessionId, 'The session was deleted by request.');
}
