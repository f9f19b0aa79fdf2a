import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { MediaFolder } from './media-folder.ts';

export interface MediaSweepOptions {
  readonly folder: MediaFolder;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether a message that is not settled yet has this file. */
  readonly isNeeded: (sessionId: string, file: string) => boolean;
}

const everyMs = 3_600_000;
/** Longer than any send takes: a file that is older was left behind by a service that was killed. */
const orphanMs = 30 * 60_000;

/** At the start and each hour: removes uploads that have expired, and files that nobody will send any more. */
export class MediaSweep {
  readonly #options: MediaSweepOptions;
  #cancel: () => void = () => undefined;
  #isClosed = false;

  constructor(options: MediaSweepOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { folder, clock, logger, isNeeded } = this.#options;
    try {
      const removed = await folder.sweep(clock.now(), orphanMs, isNeeded);
      if (removed > 0) logger.info({ files: removed }, 'Media that nobody will send any more was removed');
    } catch (error) {
      logger.warn({ err: error }, 'The media folder could not be swept');
    }
    if (!this.#isClosed) this.#cancel = clock.after(everyMs, () => void this.run());
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }
}
