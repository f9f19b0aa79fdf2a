import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, workerAnswerErrors } from '../schemas/answers.ts';
import { GroupPath, GroupPictureInput } from '../schemas/group-schemas.ts';
import { inputOf } from '../uploads/outgoing-content.ts';
import { untilClosed } from '../uploads/until-closed.ts';

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;

const setPictureOptions = {
  handlerTimeout: workerAnswerTimeoutMs,
  schema: {
    operationId: 'setGroupPicture',
    tags: ['Groups'],
    summary: "Set a group's picture",
    params: GroupPath,
    body: GroupPictureInput,
    response: {
      204: { description: 'It is the picture now.' },
      ...commandErrors(
        ...workerAnswerErrors,
        'WRK_CHAT_NOT_FOUND',
        'WRK_NOT_GROUP_ADMIN',
        'WRK_PICTURE_REFUSED',
        'SUP_MEDIA_URL_FORBIDDEN',
        'SUP_MEDIA_UPLOAD_NOT_FOUND',
        'SUP_MEDIA_TOO_LARGE',
        'SUP_MEDIA_TYPE',
        'SUP_MEDIA_EMPTY',
        'SUP_MEDIA_URL_FAILED',
        'SUP_STORAGE_UNAVAILABLE',
      ),
    },
  },
};

/** Pictures of groups. */
export function addGroupPictureRoutes(app: TypedApp, { sessions, media }: RouteContext): void {
  app.put('/api/v1/sessions/:session_id/groups/:group_id/picture', setPictureOptions, async ({ params, body }, reply) => {
    const { session_id: sessionId, group_id: groupId } = params;
    // Nothing is fetched for a session that is none.
    sessions.get(sessionId);
    const taken = await media.take(sessionId, inputOf('image', body.media), untilClosed(reply));
    try {
      const mimeType = pictureTypes.find((known) => known === taken.mime_type) ?? 'image/jpeg';
      const picture = { groupId, file: taken.file, mimeType, size: taken.size };
      await sessions.ask(sessionId, 'group.set_picture', picture, AbortSignal.timeout(workerAnswerTimeoutMs));
    } finally {
      await media.release(sessionId, taken);
    }
    return reply.code(204).send();
  });
}
