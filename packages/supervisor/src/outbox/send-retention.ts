import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { BatchedRemoval, removalBatchSize } from '../storage/batched-removal.ts';
import type { Writes } from '../storage/writes.ts';

export interface SendRetentionOptions {
  readonly database: DatabaseSync;
  readonly writes: Writes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a send is kept after its end; not shorter than its key lives. */
  readonly maxAgeMs: number;
}

/** Removes sends that ended long ago. */
export class SendRetention {
  readonly #options: SendRetentionOptions;
  readonly #removal: BatchedRemoval;
  readonly #remove: StatementSync;
  readonly #removeJobs: StatementSync;

  constructor(options: SendRetentionOptions) {
    this.#options = options;
    this.#remove = options.database.prepare(
      'DELETE FROM sends WHERE seq IN (SELECT seq FROM sends WHERE settled_ms < ? ORDER BY settled_ms LIMIT ?)',
    );
    this.#removeJobs = options.database.prepare(
      'DELETE FROM send_jobs WHERE created_ms < ? AND NOT EXISTS (SELECT 1 FROM sends WHERE sends.job_id = send_jobs.job_id)',
    );
    const { clock, logger } = options;
    this.#removal = new BatchedRemoval({ clock, logger, what: 'Sends past their retention', removeBatch: () => this.run() });
  }

  /** Removes one batch; returns how many, with the rest to follow soon. */
  run(): number {
    const { clock, maxAgeMs, writes } = this.#options;
    let removed = 0;
    writes.write(() => {
      removed = Number(this.#remove.run(clock.now() - maxAgeMs, removalBatchSize).changes);
      this.#removeJobs.run(clock.now() - maxAgeMs);
      return undefined;
    }, 'send retention');
    return removed;
  }

  close(): void {
    this.#removal.close();
  }
}
