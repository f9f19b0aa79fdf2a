import { newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { fileSource } from './file-source.ts';
import type { FileSource, ToldMedia } from './file-source.ts';
import type { KeptFolder } from './kept-folder.ts';
import type { KeptMediaStore, WaitingMedia } from './kept-media-store.ts';
import type { MediaFolder } from './media-folder.ts';

export interface KeptMediaOptions {
  readonly store: KeptMediaStore;
  readonly kept: KeptFolder;
  /** Where workers write. */
  readonly incoming: MediaFolder;
  readonly clock: Clock;
}

/** The files of incoming messages that were fetched at once: they can be had whatever becomes of their sessions' connections. */
export class KeptMedia {
  readonly #options: KeptMediaOptions;

  constructor(options: KeptMediaOptions) {
    this.#options = options;
  }

  /** The file of a message; undefined where it is not kept. */
  async find(sessionId: string, messageId: string): Promise<{ readonly told: ToldMedia; readonly source: FileSource } | undefined> {
    const { store, kept } = this.#options;
    const row = store.find(sessionId, messageId);
    if (row === undefined) return undefined;
    const handle = await kept.open(sessionId, row);
    if (handle !== undefined) return { told: row, source: fileSource(handle) };
    // Somebody has removed it, or it is damaged: what WhatsApp still has is better than that.
    store.drop(row.seq);
    await kept.remove(sessionId, row.file);
    return undefined;
  }

  /** Keeps the file that `fetch` has a worker write; throws what `fetch` throws, and then nothing is left of it. */
  async take({ seq, sessionId }: WaitingMedia, fetch: (file: string) => Promise<ToldMedia>): Promise<void> {
    const { store, kept, incoming, clock } = this.#options;
    const file = newMediaFileName();
    try {
      const { mimeType, fileName } = await fetch(file);
      const size = await kept.adopt(sessionId, file, incoming.folderOf(sessionId));
      store.keep({ seq, sessionId, file, size, mimeType, fileName }, clock.now(), () => {
        // Where that fails, the sweep removes it.
        kept.remove(sessionId, file).catch(() => undefined);
      });
    } finally {
      await incoming.remove(sessionId, file);
    }
  }

  /** The session is gone, and so are its files. */
  async forget(sessionId: string): Promise<void> {
    this.#options.store.forget(sessionId);
    await this.#options.kept.removeSession(sessionId);
  }
}
