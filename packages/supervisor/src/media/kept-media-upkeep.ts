import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { KeptFolder } from './kept-folder.ts';
import type { KeptFile, KeptMediaStore } from './kept-media-store.ts';

export interface KeptMediaUpkeepOptions {
  readonly store: KeptMediaStore;
  readonly kept: KeptFolder;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 keeps them until their session is deleted. */
  readonly maxAgeMs: number;
  /** Of all files; 0 sets no limit. */
  readonly maxBytes: number;
  /** Why nothing can be noted now. */
  readonly storageFault: () => string | undefined;
}

const everyMs = 60_000;
const sweepEveryMs = 3_600_000;
/** Between a file and its row lies a moment: one that is so old has none because a service was killed. */
const orphanMs = 30 * 60_000;
/** WhatsApp keeps media for some weeks. */
const waitAtMostMs = 14 * 24 * 3_600_000;
const batchSize = 100;

/** Removes kept files by age and by size, the oldest first, and what nobody owns. */
export class KeptMediaUpkeep {
  readonly #options: KeptMediaUpkeepOptions;
  #cancel: () => void = () => undefined;
  #isClosed = false;
  #sweptMs = -Infinity;

  constructor(options: KeptMediaUpkeepOptions) {
    this.#options = options;
  }

  /** Runs now and each minute until it is closed. */
  async start(): Promise<void> {
    const { logger, clock } = this.#options;
    try {
      await this.run();
    } catch (error) {
      logger.warn({ err: error }, 'Kept media past their retention could not be removed; it is tried again in a minute');
    }
    if (!this.#isClosed) this.#cancel = clock.after(everyMs, () => void this.start());
  }

  async run(): Promise<void> {
    const { store, kept, clock, logger } = this.#options;
    const removed = (await this.#removeExpired()) + (await this.#removeExcess());
    if (removed > 0) logger.info({ files: removed }, 'Kept media past their retention were removed');
    if (clock.now() - this.#sweptMs < sweepEveryMs) return;
    this.#sweptMs = clock.now();
    const orphans = await kept.sweep(clock.now(), orphanMs, (sessionId, file) => store.owns(sessionId, file));
    if (orphans > 0) logger.info({ files: orphans }, 'Kept media that belong to no message were removed');
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  async #removeExpired(): Promise<number> {
    const { store, clock, maxAgeMs } = this.#options;
    const nowMs = clock.now();
    const keptBeforeMs = maxAgeMs === 0 ? 0 : nowMs - maxAgeMs;
    let removed = 0;
    for (;;) {
      const { kept, waiting } = store.expired(keptBeforeMs, nowMs - waitAtMostMs, batchSize);
      await this.#remove(kept);
      for (const seq of waiting) store.drop(seq);
      removed += kept.length;
      // While the disk refuses, the rows that are to go are still there.
      if (kept.length + waiting.length < batchSize || this.#mustStop()) return removed;
    }
  }

  async #removeExcess(): Promise<number> {
    const { store, maxBytes } = this.#options;
    let excess = maxBytes === 0 ? 0 : store.bytes - maxBytes;
    let removed = 0;
    while (excess > 0 && !this.#mustStop()) {
      const batch: KeptFile[] = [];
      for (const file of store.oldest(batchSize)) {
        if (excess <= 0) break;
        batch.push(file);
        excess -= file.size;
      }
      if (batch.length === 0) return removed;
      await this.#remove(batch);
      removed += batch.length;
    }
    return removed;
  }

  /** Files first: they make the room in which a row can be removed. */
  async #remove(files: readonly KeptFile[]): Promise<void> {
    const { store, kept } = this.#options;
    for (const { seq, sessionId, file } of files) {
      await kept.remove(sessionId, file);
      store.drop(seq);
    }
  }

  #mustStop(): boolean {
    return this.#isClosed || this.#options.storageFault() !== undefined;
  }
}
