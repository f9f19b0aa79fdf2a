import { download } from '#page/media/media-transfer.ts';

type Stage = 'NEED_POKE' | 'FETCHING' | 'RESOLVED' | 'ERROR_MISSING' | 'ERROR_NETWORK';

/** How far a message's media has got. */
export class ReceivedMedia {
  mediaStage: Stage;
  readonly #directPath: string;

  /** What this page has sent itself is here already. */
  constructor(directPath: string, isOwn: boolean) {
    this.#directPath = directPath;
    this.mediaStage = isOwn ? 'RESOLVED' : 'NEED_POKE';
  }

  /** Throws nothing: how it went is in the stage. */
  async fetch(): Promise<void> {
    this.mediaStage = 'FETCHING';
    try {
      await download(this.#directPath);
      this.mediaStage = 'RESOLVED';
    } catch (error) {
      const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
      this.mediaStage = status === 404 ? 'ERROR_MISSING' : 'ERROR_NETWORK';
    }
  }
}
