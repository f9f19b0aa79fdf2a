import type { Readable } from 'node:stream';
import Type from 'typebox';
import { declaredType, shownName } from '../../media/media-file.ts';
import { downloadTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, workerAnswerErrors } from '../schemas/answers.ts';
import { MessagePath } from '../schemas/message-read-schemas.ts';
import { attachmentHeader } from '../uploads/attachment-header.ts';

const Stream = Type.Unsafe<Readable>({ type: 'string', format: 'binary' });

const downloadOptions = {
  handlerTimeout: downloadTimeoutMs,
  // Nobody asks for a head alone, and the file would be fetched for it.
  exposeHeadRoute: false,
  schema: {
    operationId: 'getMessageMedia',
    tags: ['Messages'],
    summary: 'The file of a message',
    description:
      'Fetched from WhatsApp when it is asked for, by the page of the session. The content type is the one that the sender has given it; the file is sent as an attachment, so that no browser opens it.',
    params: MessagePath,
    response: {
      200: { description: 'The bytes.', content: { 'application/octet-stream': { schema: Stream } } },
      ...errors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND', 'WRK_NO_MEDIA', 'WRK_MEDIA_GONE', 'WRK_MEDIA_TOO_LARGE'),
    },
  },
};

/** Files of messages, sent and received. */
export function addMediaDownloadRoutes(app: TypedApp, { sessions, media }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/messages/:message_id/media', downloadOptions, async (request, reply) => {
    const { session_id, message_id: messageId } = request.params;
    reply.raw.setTimeout(downloadTimeoutMs);
    const { told, stream } = await media.fetched(session_id, async (file, maxBytes) =>
      sessions.ask(session_id, 'message.download_media', { messageId, file, maxBytes }, request.signal),
    );
    const type = declaredType(told.mimeType ?? undefined) ?? 'application/octet-stream';
    return reply
      .type(type)
      .header('content-length', told.size)
      .header('content-disposition', attachmentHeader(shownName(told.fileName, 'media', type)))
      .header('cache-control', 'private, no-store')
      .send(stream);
  });
}
