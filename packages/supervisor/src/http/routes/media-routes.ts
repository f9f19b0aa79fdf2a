import { UnsupportedMediaType } from '../../supervisor-errors.ts';
import { uploadTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, json } from '../schemas/answers.ts';
import { Upload, UploadPath } from '../schemas/media-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { readForm } from '../uploads/read-form.ts';
import { untilClosed } from '../uploads/until-closed.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const uploadErrors = ['SUP_DRAINING', 'SUP_SESSION_NOT_FOUND', 'SUP_UNSUPPORTED_MEDIA_TYPE', 'SUP_HANDLER_TIMEOUT'] as const;

const uploadOptions = {
  handlerTimeout: uploadTimeoutMs,
  schema: {
    operationId: 'uploadMedia',
    tags: ['Messages'],
    summary: 'Upload a file to be sent',
    description:
      '`multipart/form-data` with the file in the field `media`. It is kept for a day, and can be sent by its `media_id` as often as wanted.',
    consumes: ['multipart/form-data'],
    params: SessionPath,
    response: {
      201: json(ref(Upload), 'Kept.'),
      ...errors(...uploadErrors, 'SUP_MULTIPART_INVALID', 'SUP_MEDIA_TOO_LARGE', 'SUP_MEDIA_EMPTY', 'SUP_STORAGE_UNAVAILABLE'),
    },
  },
};

const discardOptions = {
  preValidation: refuseBody,
  schema: {
    operationId: 'discardMedia',
    tags: ['Messages'],
    summary: 'Remove an upload',
    params: UploadPath,
    response: { 204: { description: 'Removed.' }, ...errors('SUP_DRAINING', 'SUP_SESSION_NOT_FOUND', 'SUP_MEDIA_UPLOAD_NOT_FOUND') },
  },
};

/** Files that are uploaded before they are sent; the app has to take multipart bodies. */
export function addMediaRoutes(app: TypedApp, { sessions, media }: RouteContext): void {
  app.post('/api/v1/sessions/:session_id/media', uploadOptions, async (request, reply) => {
    const { session_id } = request.params;
    sessions.get(session_id);
    if (!request.isMultipart()) throw new UnsupportedMediaType();
    const signal = untilClosed(reply);
    const { upload } = await readForm(request, {
      maxBytes: media.maxBytes,
      save: async (incoming) => media.upload(session_id, incoming, signal),
      discard: async (mediaId) => media.discard(session_id, mediaId),
    });
    return reply.code(201).send(upload);
  });

  app.delete('/api/v1/sessions/:session_id/media/:media_id', discardOptions, async (request, reply) => {
    const { session_id, media_id } = request.params;
    sessions.get(session_id);
    await media.discard(session_id, media_id);
    return reply.code(204).send();
  });
}
