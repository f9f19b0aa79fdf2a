import { Readable } from 'node:stream';
import type { MediaContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { DownloadFailed } from '../outbound/outbound-download.ts';
import type { OutboundDownload } from '../outbound/outbound-download.ts';
import { MediaEmpty, MediaTooLarge, MediaTypeWrong, MediaUploadNotFound, MediaUrlFailed, MediaUrlForbidden } from '../supervisor-errors.ts';
import { fileSource } from './file-source.ts';
import type { FileSource } from './file-source.ts';
import { kindRules, maxBytesOf, typeFor } from './kind-rules.ts';
import { declaredType, shownName } from './media-file.ts';
import type { MediaFile } from './media-file.ts';
import type { MediaFolder, Upload } from './media-folder.ts';
import type { IncomingFile, MediaInput, TakenMedia, UploadView } from './media-input.ts';
import { onDisk } from './on-disk.ts';
import { StreamTooLarge } from './save-stream.ts';

export interface MediaOptions {
  readonly folder: MediaFolder;
  readonly download: OutboundDownload;
  readonly clock: Clock;
  readonly maxBytes: number;
  readonly urlTimeoutMs: number;
  readonly uploadTtlMs: number;
  /** Whether a message that is not settled yet has this file. */
  readonly isNeeded: (sessionId: string, file: string) => boolean;
}

interface Named extends MediaFile {
  readonly declared: string | null;
  readonly name: string | null;
}

/** Takes in what is to be sent: uploads, what lies behind a URL, and what comes in the request itself. */
export class Media {
  readonly #options: MediaOptions;

  constructor(options: MediaOptions) {
    this.#options = options;
  }

  /** The most bytes of any file. */
  get maxBytes(): number {
    return this.#options.maxBytes;
  }

  /** Keeps a file so that it can be sent; throws MediaTooLarge, MediaEmpty, StorageUnavailable, and what the stream throws. */
  async upload(sessionId: string, incoming: IncomingFile, signal: AbortSignal): Promise<UploadView> {
    const { folder, clock, uploadTtlMs, maxBytes } = this.#options;
    const saved = await this.#save(sessionId, incoming.stream, { maxBytes, of: 'an upload may have' }, signal);
    const upload: Upload = {
      ...saved,
      declared: declaredType(incoming.mimeType),
      name: incoming.fileName ?? null,
      expiresMs: clock.now() + uploadTtlMs,
    };
    try {
      await onDisk(async () => folder.keep(sessionId, upload));
    } catch (error) {
      await folder.remove(sessionId, upload.file);
      throw error;
    }
    return {
      media_id: upload.file,
      mime_type: typeFor('document', upload) ?? 'application/octet-stream',
      file_name: upload.name,
      size: upload.size,
      sha256: upload.sha256,
      expires_at: isoTime(upload.expiresMs),
    };
  }

  /**
   * The file that `fetch` has a worker write, to be read once: its name is gone before its bytes are read, so that nothing of it can
   * be left behind. Throws what `fetch` throws.
   */
  async fetched<T>(
    sessionId: string,
    fetch: (file: string, maxBytes: number) => Promise<T>,
  ): Promise<{ readonly told: T; readonly source: FileSource }> {
    const { folder, maxBytes } = this.#options;
    const file = newMediaFileName();
    try {
      const told = await fetch(file, maxBytes);
      return { told, source: fileSource(await folder.open(sessionId, file)) };
    } finally {
      await folder.remove(sessionId, file);
    }
  }

  /** Removes an upload; throws MediaUploadNotFound. */
  async discard(sessionId: string, mediaId: string): Promise<void> {
    if (!(await this.#options.folder.remove(sessionId, mediaId))) throw new MediaUploadNotFound(sessionId, mediaId);
  }

  /** The file of a message, of which the caller is the owner until `release`; throws an error of the table where it cannot be sent, and nothing is left of it. */
  async take(sessionId: string, input: MediaInput, signal: AbortSignal): Promise<TakenMedia> {
    const file = await this.#fileOf(sessionId, input, signal);
    try {
      return this.#asKind(input, file);
    } catch (error) {
      await this.release(sessionId, file);
      throw error;
    }
  }

  /** The file goes, unless a message that is not settled yet has it: it goes with that one's end. */
  async release(sessionId: string, { file }: Pick<MediaContent, 'file'>): Promise<void> {
    if (!this.#options.isNeeded(sessionId, file)) await this.#options.folder.remove(sessionId, file);
  }

  #asKind({ kind, mimeType, fileName }: MediaInput, file: Named): TakenMedia {
    const limit = maxBytesOf(kind, this.#options.maxBytes);
    if (file.size > limit) throw new MediaTooLarge(limit, `a message of the kind "${kind}" may have`);
    const type = typeFor(kind, { sniffed: file.sniffed, declared: declaredType(mimeType) ?? file.declared });
    if (type === undefined)
      throw new MediaTypeWrong(kind, (kindRules[kind].types ?? []).join(', '), file.sniffed ?? 'none of a known type');
    const { size, sha256 } = file;
    return { kind, file: file.file, mime_type: type, file_name: shownName(fileName ?? file.name, kind, type), size, sha256 };
  }

  async #fileOf(sessionId: string, { kind, source }: MediaInput, signal: AbortSignal): Promise<Named> {
    const limit = { maxBytes: maxBytesOf(kind, this.#options.maxBytes), of: `a message of the kind "${kind}" may have` };
    if ('media_id' in source) return this.#uploaded(sessionId, source.media_id);
    if ('url' in source) return this.#fetched(sessionId, source.url, limit, signal);
    const stream = Readable.from([Buffer.from(source.base64, 'base64')]);
    return { ...(await this.#save(sessionId, stream, limit, signal)), declared: null, name: null };
  }

  async #uploaded(sessionId: string, mediaId: string): Promise<Named> {
    const { folder, clock } = this.#options;
    const upload = await onDisk(async () => folder.take(sessionId, mediaId, clock.now()));
    if (upload === undefined) throw new MediaUploadNotFound(sessionId, mediaId);
    return upload;
  }

  async #fetched(sessionId: string, text: string, limit: Limit, signal: AbortSignal): Promise<Named> {
    const { urlTimeoutMs, download } = this.#options;
    const timeout = AbortSignal.timeout(urlTimeoutMs);
    const ends = AbortSignal.any([signal, timeout]);
    try {
      const { stream, url } = await download.get(text, ends);
      if (Number(stream.headers['content-length'] ?? 0) > limit.maxBytes) {
        stream.destroy();
        throw new MediaTooLarge(limit.maxBytes, limit.of);
      }
      const saved = await this.#save(sessionId, stream, limit, ends);
      return { ...saved, declared: declaredType(stream.headers['content-type']), name: lastPart(url) };
    } catch (error) {
      if (isOwn(error)) throw error;
      if (timeout.aborted) throw new MediaUrlFailed(`it was not there whole within ${urlTimeoutMs} ms`);
      if (error instanceof DownloadFailed && error.isForbidden) throw new MediaUrlForbidden(error.message);
      throw new MediaUrlFailed(error instanceof DownloadFailed ? error.message : 'the connection broke off before its end');
    }
  }

  async #save(sessionId: string, stream: Readable, limit: Limit, signal: AbortSignal): Promise<MediaFile> {
    try {
      const saved = await onDisk(async () => this.#options.folder.save(sessionId, stream, limit.maxBytes, signal));
      if (saved.size > 0) return saved;
      await this.#options.folder.remove(sessionId, saved.file);
    } catch (error) {
      if (error instanceof StreamTooLarge) throw new MediaTooLarge(limit.maxBytes, limit.of);
      throw error;
    }
    throw new MediaEmpty();
  }
}

interface Limit {
  readonly maxBytes: number;
  /** Whose limit it is, as the middle of a sentence. */
  readonly of: string;
}

/** Whether an error is one of the table, and says what there is to say. */
function isOwn(error: unknown): boolean {
  return errorCodeOf(error)?.startsWith('SUP_') === true;
}

function lastPart(url: URL): string | null {
  const part = url.pathname.split('/').at(-1) ?? '';
  try {
    return part === '' ? null : decodeURIComponent(part);
  } catch {
    return null;
  }
}
