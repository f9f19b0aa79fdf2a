import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';

export interface BatchedRemovalOptions {
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'error'>;
  /** What is removed, as the beginning of a sentence. */
  readonly what: string;
  /** Removes at most `removalBatchSize`; returns how many. */
  readonly removeBatch: () => number;
}

/** So many are removed in one transaction: between two of them HTTP and the workers have their turn. */
export const removalBatchSize = 500;
const betweenBatchesMs = 20;
const everyMs = 60_000;

/** Removes what is past its retention once a minute, a batch after the other while there is more. */
export class BatchedRemoval {
  readonly #options: BatchedRemovalOptions;
  #cancel: () => void = () => undefined;

  constructor(options: BatchedRemovalOptions) {
    this.#options = options;
    this.#runLater(everyMs);
  }

  close(): void {
    this.#cancel();
  }

  #runLater(delayMs: number): void {
    this.#cancel = this.#options.clock.after(delayMs, () => {
      this.#runLater(this.#runSafely() === removalBatchSize ? betweenBatchesMs : everyMs);
    });
  }

  #runSafely(): number {
    const { logger, removeBatch, what } = this.#options;
    try {
      return removeBatch();
    } catch (error) {
      logger.error({ err: error }, `${what} could not be removed; it is tried again in a minute`);
      return 0;
    }
  }
}
