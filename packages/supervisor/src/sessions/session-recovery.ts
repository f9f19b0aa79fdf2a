import { planAfterExit } from '../supervision/exit-plan.ts';
import type { ExitPlan } from '../supervision/exit-plan.ts';
import { probeDelayMs } from '../supervision/probe-policy.ts';
import type { RestartPolicy } from '../supervision/restart-policy.ts';
import type { RunExit } from './session-run.ts';

/** What is remembered of one session's exits, and what follows the next one. */
export class SessionRecovery {
  readonly #policy: RestartPolicy;
  #probes = 0;
  #connectedForMs = 0;

  constructor(policy: RestartPolicy) {
    this.#policy = policy;
  }

  /** Remembered at once: a worker that loses its browser says so first, and exits as "reconnecting". */
  connectionEnded(connectedForMs: number): void {
    this.#connectedForMs = connectedForMs;
  }

  /** What to do after an exit that nobody asked for; `detail` is what the phase that failed said. */
  planAfter(exit: RunExit, detail: string | null, nowMs: number): ExitPlan {
    const plan = planAfterExit({ ...exit, detail, connectedForMs: this.#connectedForMs }, this.#policy, nowMs);
    this.#connectedForMs = 0;
    return plan;
  }

  /** How long a session that was given up rests before its next try. */
  get restMs(): number {
    return probeDelayMs(this.#probes);
  }

  /** A session that was given up is tried again. */
  probed(): void {
    this.#probes += 1;
  }

  /** A person has started the session: what was before no longer counts. */
  forget(): void {
    this.#policy.forget();
    this.#probes = 0;
  }
}
