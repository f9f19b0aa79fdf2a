import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';
import { messageTimeoutMs, workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, outgoingMediaErrors, workerAnswerErrors, type AnswerCode } from '../schemas/answers.ts';
import { ChannelPath } from '../schemas/channel-schemas.ts';
import { GroupPath } from '../schemas/group-schemas.ts';
import type { MediaSource } from '../schemas/media-schemas.ts';
import { PictureInput, ProfilePictureInput } from '../schemas/picture-schemas.ts';
import { SessionPath } from '../schemas/schema-parts.ts';
import { inputOf } from '../uploads/outgoing-content.ts';
import { OutgoingMessages } from '../uploads/outgoing-messages.ts';
import { untilClosed } from '../uploads/until-closed.ts';

type Source = Static<typeof MediaSource>;
interface OfSession extends Pick<FastifyRequest, 'raw' | 'validationError'> {
  readonly params: { readonly session_id: string };
}
type OfGroup = Static<typeof GroupPath>;
type OfChannel = Static<typeof ChannelPath>;
type Setting = ReturnType<typeof settingOf>;

const base = '/api/v1/sessions/:session_id';
const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;

function schemaOf(operationId: string, tag: string, summary: string, ...own: readonly AnswerCode[]) {
  return {
    operationId,
    tags: [tag],
    summary,
    description:
      'From a URL, from an upload, or in base64; as `multipart/form-data` it is the file in the field `media`. WhatsApp shows a square of 640 pixels, cut from its middle.',
    consumes: ['application/json', 'multipart/form-data'],
    response: {
      204: { description: 'It is the picture now.' },
      ...commandErrors(...workerAnswerErrors, ...own, 'WRK_PICTURE_REFUSED', ...outgoingMediaErrors),
    },
  };
}

const ofProfile = schemaOf('setProfilePicture', 'Profile', 'Set the profile picture');
const ofGroup = schemaOf('setGroupPicture', 'Groups', "Set a group's picture", 'WRK_CHAT_NOT_FOUND', 'WRK_NOT_GROUP_ADMIN');
const ofChannel = schemaOf('setChannelPicture', 'Channels', "Set a channel's picture", 'WRK_CHAT_NOT_FOUND', 'WRK_CHANNEL_ROLE');

// A form's file has to go when its fields are wrong: hence the faults are looked at in the handler.
const options = { handlerTimeout: messageTimeoutMs, attachValidation: true };

/** Pictures of the account, of groups and of channels; the app has to take multipart bodies. */
export function addPictureRoutes(app: TypedApp, context: RouteContext): void {
  const forms = new OutgoingMessages(context);
  const set = settingOf(context, forms);
  addOfProfile(app, context, forms, set);
  addOfChats(app, context, forms, set);
}

function addOfProfile(app: TypedApp, { sessions }: RouteContext, forms: OutgoingMessages, set: Setting): void {
  const profile = {
    ...options,
    preValidation: async (request: FastifyRequest<{ Params: OfSession['params'] }>, reply: FastifyReply) =>
      takeForm(forms, request, reply, request.params.session_id),
    schema: { ...ofProfile, params: SessionPath, body: ProfilePictureInput },
  };
  app.put(`${base}/profile/picture`, profile, async (request, reply) => {
    const { session_id } = request.params;
    const mediaOf = (): Source => request.body.media ?? (request.body.base64 === undefined ? {} : { base64: request.body.base64 });
    return set(request, reply, mediaOf, async (picture) => sessions.ask(session_id, 'profile.set_picture', picture, inTime()));
  });
}

function addOfChats(app: TypedApp, { sessions }: RouteContext, forms: OutgoingMessages, set: Setting): void {
  const group = {
    ...options,
    preValidation: async (request: FastifyRequest<{ Params: OfGroup }>, reply: FastifyReply) =>
      takeForm(forms, request, reply, request.params.session_id),
    schema: { ...ofGroup, params: GroupPath, body: PictureInput },
  };
  app.put(`${base}/groups/:group_id/picture`, group, async (request, reply) => {
    const { session_id, group_id: groupId } = request.params;
    return set(request, reply, mediaIn(request), async (picture) =>
      sessions.ask(session_id, 'group.set_picture', { groupId, ...picture }, inTime()),
    );
  });
  const channel = {
    ...options,
    preValidation: async (request: FastifyRequest<{ Params: OfChannel }>, reply: FastifyReply) =>
      takeForm(forms, request, reply, request.params.session_id),
    schema: { ...ofChannel, params: ChannelPath, body: PictureInput },
  };
  app.put(`${base}/channels/:channel_id/picture`, channel, async (request, reply) => {
    const { session_id, channel_id: channelId } = request.params;
    return set(request, reply, mediaIn(request), async (picture) =>
      sessions.ask(session_id, 'channel.set_picture', { channelId, ...picture }, inTime()),
    );
  });
}

function inTime(): AbortSignal {
  return AbortSignal.timeout(workerAnswerTimeoutMs);
}

function mediaIn({ body }: { readonly body: { readonly media: Source } }): () => Source {
  return () => body.media;
}

async function takeForm(forms: OutgoingMessages, request: FastifyRequest, reply: FastifyReply, sessionId: string): Promise<void> {
  if (request.isMultipart()) request.body = await forms.readForm(request, reply, sessionId);
}

/** Takes a request's picture in, has it set, and leaves no file behind, whatever comes of it. */
function settingOf({ sessions, media }: RouteContext, forms: OutgoingMessages) {
  return async (request: OfSession, reply: FastifyReply, mediaOf: () => Source, ask: (picture: PictureFile) => Promise<unknown>) => {
    const { session_id: sessionId } = request.params;
    try {
      if (request.validationError !== undefined) throw request.validationError;
      // Nothing is fetched for a session that is none, and no byte may come for longer than a connection is idle otherwise.
      sessions.get(sessionId);
      reply.raw.setTimeout(messageTimeoutMs);
      const taken = await media.take(sessionId, inputOf('image', mediaOf()), untilClosed(reply));
      try {
        const mimeType = pictureTypes.find((known) => known === taken.mime_type) ?? 'image/jpeg';
        await ask({ file: taken.file, mimeType, size: taken.size });
      } finally {
        await media.release(sessionId, taken);
      }
    } finally {
      await forms.discard(request, sessionId);
    }
    return reply.code(204).send();
  };
}
