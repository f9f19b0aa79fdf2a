import type { MediaKind } from '@whatsapp-service/shared/ipc/message-content.ts';

interface KindRule {
  /** The types that WhatsApp takes for this kind without a conversion; undefined: any. */
  readonly types: readonly string[] | undefined;
  readonly maxBytes: number;
}

const megabyte = 1024 * 1024;
const films = ['video/mp4', 'video/3gpp', 'video/quicktime'];

/**
 * What each kind takes. The types are those that WhatsApp plays or that its page converts by itself; the sizes are those of WhatsApp's apps (16 MB
 * of a picture or a sound, more of a film) and, for documents and stickers, those that WhatsApp documents for its business API.
 */
export const kindRules: { readonly [K in MediaKind]: KindRule } = {
  image: { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 16 * megabyte },
  video: { types: films, maxBytes: 64 * megabyte },
  gif: { types: ['video/mp4'], maxBytes: 16 * megabyte },
  audio: { types: ['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/ogg; codecs=opus'], maxBytes: 16 * megabyte },
  voice: { types: ['audio/ogg; codecs=opus'], maxBytes: 16 * megabyte },
  document: { types: undefined, maxBytes: 100 * megabyte },
  sticker: { types: ['image/webp', 'image/png', 'image/jpeg'], maxBytes: megabyte },
};

/** The most bytes of a kind, where the operator allows `maxBytes` at most; a limit above 100 MB is meant for documents. */
export function maxBytesOf(kind: MediaKind, maxBytes: number): number {
  return kind === 'document' ? maxBytes : Math.min(kindRules[kind].maxBytes, maxBytes);
}

/** The type under which a file is sent as this kind, or undefined where it cannot be. */
export function typeFor(kind: MediaKind, file: { readonly sniffed: string | null; readonly declared: string | null }): string | undefined {
  const { types } = kindRules[kind];
  if (types !== undefined) return types.find((type) => type === file.sniffed);
  // Archives of office programs are ZIP files by their first bytes: their sender knows better.
  const isVague = file.declared === null || file.declared === 'application/octet-stream';
  return isVague ? (file.sniffed ?? 'application/octet-stream') : (file.declared ?? undefined);
}
