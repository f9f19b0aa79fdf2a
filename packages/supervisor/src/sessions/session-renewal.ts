import PQueue from 'p-queue';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { protocolVersion } from '@whatsapp-service/shared/ipc/contract.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { renewalWaitMs } from './renewal-policy.ts';
import type { SessionActor } from './session-actor.ts';
import { reasons } from './session-reasons.ts';
import type { SessionRegistry } from './session-registry.ts';

export interface SessionRenewalOptions {
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The code that workers are started from now. */
  readonly codeVersion: string;
}

/** So many sessions are away at once for their new code. */
const atOnce = 2;
/** One that does not come back must not keep the others on their old code. */
const backWithinMs = 300_000;
const lookEveryMs = 500;

/** Restarts the workers that were taken over with older code, a few at a time, each when nobody notices. */
export class SessionRenewal {
  readonly #options: SessionRenewalOptions;
  readonly #queue = new PQueue({ concurrency: atOnce });
  readonly #closing = new AbortController();

  constructor(options: SessionRenewalOptions) {
    this.#options = options;
  }

  /** Resolves once every worker runs the present code, or after `close`. */
  async run(): Promise<void> {
    const outdated = this.#options.registry.all().filter((actor) => this.#isOutdated(actor));
    if (outdated.length === 0) return;
    this.#options.logger.info(`${outdated.length} workers run older code; each is restarted once its session is idle`);
    const takenOverMs = this.#options.clock.now();
    await Promise.all(outdated.map(async (actor) => this.#renew(actor, takenOverMs)));
  }

  /** Gives up; what is not renewed goes on as it is. */
  close(): void {
    this.#closing.abort();
    this.#queue.clear();
  }

  async #renew(actor: SessionActor, takenOverMs: number): Promise<void> {
    while (!this.#closing.signal.aborted && this.#isOutdated(actor)) {
      const waitMs = this.#waitMs(actor, takenOverMs);
      if (waitMs > 0) await this.#pause(waitMs);
      else await this.#queue.add(async () => this.#restart(actor, takenOverMs));
    }
  }

  /** In its turn: by now the session may be busy again. */
  async #restart(actor: SessionActor, takenOverMs: number): Promise<void> {
    if (this.#closing.signal.aborted || !this.#isOutdated(actor) || this.#waitMs(actor, takenOverMs) > 0) return;
    const { logger, codeVersion } = this.#options;
    const facts = { session_id: actor.record.sessionId, from: actor.adopted?.codeVersion, to: codeVersion };
    logger.info(facts, 'The session is idle: it is restarted with the present code');
    actor.restart('restart', reasons.updating);
    const deadline = performance.now() + backWithinMs;
    while (!isSettled(actor) && !this.#closing.signal.aborted && performance.now() < deadline) await this.#pause(lookEveryMs);
  }

  #waitMs(actor: SessionActor, takenOverMs: number): number {
    return renewalWaitMs({
      nowMs: this.#options.clock.now(),
      takenOverMs,
      isConnected: actor.state === 'connected',
      requestsInFlight: actor.requestsInFlight,
      lastActiveMs: actor.record.lastActiveMs ?? 0,
    });
  }

  #isOutdated({ adopted }: SessionActor): boolean {
    return adopted !== undefined && (adopted.codeVersion !== this.#options.codeVersion || adopted.protocol !== protocolVersion);
  }

  async #pause(delayMs: number): Promise<void> {
    // It rejects when this is closed, which the caller looks at.
    await sleep(delayMs, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
  }
}

function isSettled({ state }: SessionActor): boolean {
  return state === 'connected' || state === 'pairing' || state === 'failed' || state === 'unlinked' || state === 'stopped';
}
