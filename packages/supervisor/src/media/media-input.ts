import type { Readable } from 'node:stream';
import type { MediaContent, MediaKind } from '@whatsapp-service/shared/ipc/message-content.ts';

/** Where the bytes of a message come from; exactly one of them is there. */
export type MediaSource = { readonly base64: string } | { readonly url: string } | { readonly media_id: string };

/** A file that somebody wants to be sent. */
export interface MediaInput {
  readonly kind: MediaKind;
  readonly source: MediaSource;
  readonly mimeType: string | undefined;
  readonly fileName: string | undefined;
}

/** A file that comes in whole. */
export interface IncomingFile {
  readonly stream: Readable;
  readonly mimeType: string | undefined;
  readonly fileName: string | undefined;
}

/** What an upload answers. */
export interface UploadView {
  readonly media_id: string;
  readonly mime_type: string;
  readonly file_name: string | null;
  readonly size: number;
  readonly sha256: string;
  readonly expires_at: string;
}

/** The file of a message that is about to be sent. */
export type TakenMedia = Pick<MediaContent, 'kind' | 'file' | 'mime_type' | 'file_name' | 'size' | 'sha256'>;
