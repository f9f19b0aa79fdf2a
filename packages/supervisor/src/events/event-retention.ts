import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { usedBytesOf } from '../storage/used-bytes.ts';
import { BatchedRemoval, removalBatchSize } from '../storage/batched-removal.ts';
import type { Writes } from '../storage/writes.ts';

export interface EventRetentionOptions {
  readonly database: DatabaseSync;
  readonly writes: Writes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 keeps them for ever. */
  readonly maxAgeMs: number;
  /** Of the whole database; 0 lets it grow. */
  readonly maxBytes: number;
  /** The first event that somebody still has to be told; none where there is none. */
  readonly neededFrom: () => number | undefined;
}

/** Removes the oldest events of the log, by age and by size, but none that is still to be delivered. */
export class EventRetention {
  readonly #options: EventRetentionOptions;
  readonly #removal: BatchedRemoval;
  readonly #oldest: StatementSync;
  readonly #remove: StatementSync;
  readonly #usedBytes: () => number;

  constructor(options: EventRetentionOptions) {
    this.#options = options;
    this.#oldest = options.database.prepare('SELECT seq, logged_ms FROM events ORDER BY seq LIMIT ?');
    this.#remove = options.database.prepare('DELETE FROM events WHERE seq <= ?');
    this.#usedBytes = usedBytesOf(options.database);
    const { clock, logger } = options;
    this.#removal = new BatchedRemoval({ clock, logger, what: 'Events past their retention', removeBatch: () => this.run() });
  }

  /** Removes one batch; returns how many, with the rest to follow soon. */
  run(): number {
    const { logger, writes } = this.#options;
    const upTo = this.#removableUpTo();
    if (upTo === undefined) return 0;
    let removed = 0;
    writes.write(() => {
      removed = Number(this.#remove.run(upTo).changes);
      return undefined;
    }, 'event retention');
    logger.debug({ removed, up_to: upTo }, 'Events past their retention were removed');
    return removed;
  }

  close(): void {
    this.#removal.close();
  }

  /** The last of the oldest events that may go, a batch at most. */
  #removableUpTo(): number | undefined {
    const { clock, maxAgeMs, neededFrom } = this.#options;
    const beforeMs = this.#isTooLarge() ? Infinity : clock.now() - (maxAgeMs === 0 ? Infinity : maxAgeMs);
    if (beforeMs === -Infinity) return undefined;
    const rows = this.#oldest.all(removalBatchSize);
    const kept = rows.findIndex((row) => Number(row['logged_ms']) >= beforeMs);
    const old = (kept === -1 ? rows : rows.slice(0, kept)).map((row) => Number(row['seq']));
    if (old.length === 0) return undefined;
    const needed = neededFrom() ?? Infinity;
    return old.findLast((seq) => seq < needed);
  }

  #isTooLarge(): boolean {
    const { maxBytes } = this.#options;
    return maxBytes > 0 && this.#usedBytes() > maxBytes;
  }
}
