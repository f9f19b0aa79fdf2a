import { planAfterExit } from '../supervision/exit-plan.ts';
import type { ExitPlan } from '../supervision/exit-plan.ts';
import type { RestartPolicy } from '../supervision/restart-policy.ts';
import type { RunExit } from './session-run.ts';

/** What is remembered of one session's exits, and what follows the next one. */
export class SessionRecovery {
  readonly #policy: RestartPolicy;
  #restMs: number | null = null;
  #connectedForMs = 0;
  #connectedSinceMs: number | null = null;

  constructor(policy: RestartPolicy) {
    this.#policy = policy;
  }

  connected(nowMs: number): void {
    this.#connectedSinceMs = nowMs;
  }

  /** Remembered at once: a worker that loses its browser says so first, and exits as "reconnecting". */
  connectionEnded(nowMs: number): void {
    if (this.#connectedSinceMs === null) return;
    this.#connectedForMs = Math.max(this.#connectedForMs, nowMs - this.#connectedSinceMs);
    this.#connectedSinceMs = null;
  }

  /** What to do after an exit that nobody asked for; `detail` is what the phase that failed said. */
  planAfter(exit: RunExit, detail: string | null, nowMs: number): ExitPlan {
    // A worker that is killed says nothing before.
    this.connectionEnded(nowMs);
    const plan = planAfterExit({ ...exit, detail, connectedForMs: this.#connectedForMs }, this.#policy, nowMs);
    this.#connectedForMs = 0;
    this.#restMs = plan.action === 'give_up' ? plan.restMs : null;
    return plan;
  }

  /** How long a session that was given up rests before its next try, in milliseconds; null where only a person starts it. */
  get restMs(): number | null {
    return this.#restMs;
  }

  /** A session that was given up is tried again. */
  probed(): void {
    this.#policy.probe();
  }

  /** A person has started the session: what was before no longer counts. */
  forget(): void {
    this.#policy.forget();
    this.#connectedForMs = 0;
    this.#restMs = null;
  }
}
