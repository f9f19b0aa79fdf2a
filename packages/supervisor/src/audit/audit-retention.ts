import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { BatchedRemoval, removalBatchSize } from '../storage/batched-removal.ts';
import type { Writes } from '../storage/writes.ts';
import type { AuditStore } from './audit-store.ts';

export interface AuditRetentionOptions {
  readonly store: Pick<AuditStore, 'removableUpTo' | 'removeUpTo'>;
  readonly writes: Writes;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'error'>;
  /** 0 keeps them for ever. */
  readonly maxAgeMs: number;
  /** 0 sets no limit. */
  readonly maxEntries: number;
}

/** Removes the oldest entries of the audit log, by age and by number. */
export class AuditRetention {
  readonly #options: AuditRetentionOptions;
  readonly #removal: BatchedRemoval;

  constructor(options: AuditRetentionOptions) {
    this.#options = options;
    const { clock, logger } = options;
    this.#removal = new BatchedRemoval({ clock, logger, what: 'Old entries of the audit log', removeBatch: () => this.#run() });
  }

  close(): void {
    this.#removal.close();
  }

  /** Removes one batch; returns how many. */
  #run(): number {
    const { store, writes, clock, maxAgeMs, maxEntries } = this.#options;
    const beforeMs = maxAgeMs === 0 ? 0 : clock.now() - maxAgeMs;
    const upTo = store.removableUpTo(removalBatchSize, beforeMs, maxEntries === 0 ? Number.MAX_SAFE_INTEGER : maxEntries);
    if (upTo === undefined) return 0;
    let removed = 0;
    writes.write(() => {
      removed = store.removeUpTo(upTo);
      return undefined;
    }, 'audit retention');
    return removed;
  }
}
