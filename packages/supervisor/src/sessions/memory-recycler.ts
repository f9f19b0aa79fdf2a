import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { judgeMemory } from '../supervision/memory-policy.ts';
import type { SessionActor } from './session-actor.ts';
import { memoryLimit } from './session-reasons.ts';

export interface MemoryRecyclerOptions {
  readonly actors: () => readonly SessionActor[];
  readonly limitBytes: number;
  /** What the session's processes take; called for each session after each sample. */
  readonly memoryOf: (actor: SessionActor) => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Excess {
  readonly samples: number;
  readonly sinceMs: number;
}

/** Restarts sessions that take more memory than they may, at a moment when it disturbs least. */
export class MemoryRecycler {
  readonly #options: MemoryRecyclerOptions;
  readonly #excesses = new Map<string, Excess>();

  constructor(options: MemoryRecyclerOptions) {
    this.#options = options;
  }

  /** To be called after each sample. */
  look(): void {
    for (const actor of this.#options.actors()) this.#judge(actor);
  }

  #judge(actor: SessionActor): void {
    const { clock, limitBytes, logger, memoryOf } = this.#options;
    const { sessionId, lastActiveMs } = actor.record;
    const bytes = actor.state === 'connected' ? memoryOf(actor) : 0;
    if (bytes <= limitBytes) {
      this.#excesses.delete(sessionId);
      return;
    }
    const nowMs = clock.now();
    const { samples, sinceMs } = this.#excesses.get(sessionId) ?? { samples: 0, sinceMs: nowMs };
    this.#excesses.set(sessionId, { samples: samples + 1, sinceMs });
    const verdict = judgeMemory({
      samplesOver: samples + 1,
      overForMs: nowMs - sinceMs,
      nowMs,
      lastActiveMs: lastActiveMs ?? 0,
      requestsInFlight: actor.requestsInFlight,
    });
    if (verdict !== 'recycle') return;
    this.#excesses.delete(sessionId);
    logger.warn(
      { session_id: sessionId, memory_bytes: bytes, limit_bytes: limitBytes },
      'The session takes more memory than it may and is restarted',
    );
    actor.restart('restart', memoryLimit(bytes, limitBytes));
  }
}
