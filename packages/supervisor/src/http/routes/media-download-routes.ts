import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import Type from 'typebox';
import { declaredType, shownName } from '../../media/media-file.ts';
import { RangeNotSatisfiable } from '../../supervisor-errors.ts';
import { attachmentHeader } from '../downloads/attachment-header.ts';
import { holdsEtag } from '../downloads/holds-etag.ts';
import { wantedBytes } from '../downloads/wanted-bytes.ts';
import { downloadTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, workerAnswerErrors } from '../schemas/answers.ts';
import { MessagePath } from '../schemas/message-read-schemas.ts';

const Stream = Type.Unsafe<Readable>({ type: 'string', format: 'binary' });

const downloadOptions = {
  handlerTimeout: downloadTimeoutMs,
  // Nobody asks for a head alone, and the file would be fetched for it.
  exposeHeadRoute: false,
  // Ranges and lengths are those of the file, whatever its type.
  compress: false as const,
  schema: {
    operationId: 'getMessageMedia',
    tags: ['Messages'],
    summary: 'The file of a message',
    description:
      'Fetched from WhatsApp when it is asked for, by the page of the session; a file that `MEDIA_AUTO_DOWNLOAD` had fetched at once comes from the disk, also while the session is not connected. The content type is the one that the sender has given it; the file is sent as an attachment, so that no browser opens it. `Range` with one range of bytes is answered with that part (206), also under `If-Range` with the `ETag`.',
    params: MessagePath,
    response: {
      200: { description: 'The bytes.', content: { 'application/octet-stream': { schema: Stream } } },
      206: { description: 'The bytes that `Range` asks for.', content: { 'application/octet-stream': { schema: Stream } } },
      304: { description: 'The caller has the file already, as `If-None-Match` says.' },
      ...errors(
        ...workerAnswerErrors,
        'WRK_MESSAGE_NOT_FOUND',
        'WRK_NO_MEDIA',
        'WRK_MEDIA_GONE',
        'WRK_MEDIA_TOO_LARGE',
        'SUP_RANGE_NOT_SATISFIABLE',
      ),
    },
  },
};

/** Files of messages, sent and received. */
export function addMediaDownloadRoutes(app: TypedApp, { sessions, media, keptMedia }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/messages/:message_id/media', downloadOptions, async (request, reply) => {
    const { session_id, message_id: messageId } = request.params;
    reply.raw.setTimeout(downloadTimeoutMs);
    sessions.get(session_id);
    const etag = etagOf(messageId);
    if (holdsEtag(request.headers['if-none-match'], etag)) return reply.code(304).header('etag', etag).send();
    const kept = await keptMedia.find(session_id, messageId);
    const { told, source } =
      kept ??
      (await media.fetched(session_id, async (file, maxBytes) =>
        sessions.ask(session_id, 'message.download_media', { messageId, file, maxBytes }, request.signal),
      ));
    const wanted = wantedBytes(told.size, etag, request.headers);
    if (wanted === 'none') {
      await source.close();
      reply.header('content-range', `bytes */${told.size}`);
      throw new RangeNotSatisfiable(told.size);
    }
    if (wanted !== 'all') reply.code(206).header('content-range', `bytes ${wanted.start}-${wanted.end}/${told.size}`);
    const type = declaredType(told.mimeType ?? undefined) ?? 'application/octet-stream';
    return reply
      .type(type)
      .header('content-length', wanted === 'all' ? told.size : wanted.end - wanted.start + 1)
      .header('content-disposition', attachmentHeader(shownName(told.fileName, 'media', type)))
      .header('cache-control', 'private, no-store')
      .header('accept-ranges', 'bytes')
      .header('etag', etag)
      .send(wanted === 'all' ? source.read() : source.read(wanted));
  });
}

/** A message never has another file, so its id tells whether two downloads are of the same bytes, fetched anew or kept. */
function etagOf(messageId: string): string {
  return `"${createHash('sha256').update(messageId).digest('base64url').slice(0, 22)}"`;
}
