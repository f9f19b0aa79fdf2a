import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import { judgeExit } from './exit-policy.ts';
import type { KillCause } from './exit-policy.ts';
import type { RestartPolicy } from './restart-policy.ts';

/** What follows an exit that nobody asked for, and what is shown for it. */
export type ExitPlan =
  | { readonly action: 'retry'; readonly delayMs: number; readonly reason: SessionReason }
  /** `restMs` is the time until the next try; null where only a person starts it. */
  | { readonly action: 'give_up'; readonly reason: SessionReason; readonly finalReason: SessionReason; readonly restMs: number | null };

export interface UnaskedExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** What the phase that failed said of it, where one did. */
  readonly detail: string | null;
  readonly connectedForMs: number;
  readonly killedFor?: KillCause;
}

/** Puts the exit table and the restart policy together. */
export function planAfterExit(exit: UnaskedExit, policy: RestartPolicy, nowMs: number): ExitPlan {
  const { restart, reason: general } = judgeExit(exit.code, exit.signal, exit.killedFor);
  const reason = exit.detail === null ? general : { ...general, message: `${general.message} ${exit.detail}` };
  if (restart === 'never') return { action: 'give_up', reason, finalReason: reason, restMs: null };
  const verdict = policy.onExit(nowMs, exit.connectedForMs);
  if (verdict.action === 'retry') {
    return { action: 'retry', reason, delayMs: restart === 'at_once' ? 0 : verdict.delayMs };
  }
  const { exits, restMs } = verdict;
  const what = exits === null ? 'The try after the rest failed as well' : `The session ended ${exits} times within 10 minutes`;
  const message = `${what}; the next try is in ${Math.round(restMs / 60_000)} minutes, unless it is started before. The last reason: ${reason.message}`;
  return { action: 'give_up', reason, finalReason: { code: 'too_many_restarts', message }, restMs };
}
