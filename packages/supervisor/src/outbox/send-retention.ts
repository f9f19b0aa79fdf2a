import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Writes } from '../storage/writes.ts';

export interface SendRetentionOptions {
  readonly database: DatabaseSync;
  readonly writes: Writes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a send is kept after its end; not shorter than its key lives. */
  readonly maxAgeMs: number;
}

const everyMs = 60_000;
/** So many are removed in one transaction: between two of them HTTP and the workers have their turn. */
const batchSize = 500;
const betweenBatchesMs = 20;

/** Removes sends that ended long ago. */
export class SendRetention {
  readonly #options: SendRetentionOptions;
  readonly #remove: StatementSync;
  readonly #removeJobs: StatementSync;
  #cancel: () => void = () => undefined;

  constructor(options: SendRetentionOptions) {
    this.#options = options;
    this.#remove = options.database.prepare(
      'DELETE FROM sends WHERE seq IN (SELECT seq FROM sends WHERE settled_ms < ? ORDER BY settled_ms LIMIT ?)',
    );
    this.#removeJobs = options.database.prepare(
      'DELETE FROM send_jobs WHERE created_ms < ? AND NOT EXISTS (SELECT 1 FROM sends WHERE sends.job_id = send_jobs.job_id)',
    );
    this.#runLater(everyMs);
  }

  /** Removes one batch; returns how many, with the rest to follow soon. */
  run(): number {
    const { clock, maxAgeMs, writes } = this.#options;
    let removed = 0;
    writes.write(() => {
      removed = Number(this.#remove.run(clock.now() - maxAgeMs, batchSize).changes);
      this.#removeJobs.run(clock.now() - maxAgeMs);
      return undefined;
    }, 'send retention');
    return removed;
  }

  close(): void {
    this.#cancel();
  }

  #runLater(delayMs: number): void {
    this.#cancel = this.#options.clock.after(delayMs, () => {
      this.#runLater(this.#runSafely() === batchSize ? betweenBatchesMs : everyMs);
    });
  }

  #runSafely(): number {
    try {
      return this.run();
    } catch (error) {
      this.#options.logger.error({ err: error }, 'Sends past their retention could not be removed; it is tried again in a minute');
      return 0;
    }
  }
}
