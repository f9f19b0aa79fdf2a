import { cursorOf, idOfCursor } from '../cursor.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/channel-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Channels'];
const handlerTimeout = workerAnswerTimeoutMs;
const session = '/api/v1/sessions/:session_id';
const base = `${session}/channels`;
const channelErrors = [...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND'] as const;
const changeErrors = [...channelErrors, 'WRK_CHANNEL_ROLE', 'WRK_CHANNEL_REFUSED'] as const;
const oneChannel = { 200: json(ref(schemas.Channel), 'The channel.') };

const listOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listChannels',
    tags,
    summary: 'Channels that the account owns, helps to run, or follows',
    description: 'By id, as the session knows them. What changes between two pages may be on neither or on both.',
    params: SessionPath,
    querystring: schemas.ChannelQuery,
    response: { 200: json(ref(schemas.ChannelList), 'A page of channels.'), ...errors(...workerAnswerErrors, 'SUP_CURSOR_INVALID') },
  },
};

const directoryOptions = {
  handlerTimeout,
  schema: {
    operationId: 'searchChannels',
    tags,
    summary: 'Look for channels in WhatsApp’s directory',
    params: SessionPath,
    querystring: schemas.ChannelDirectoryQuery,
    response: { 200: json(ref(schemas.ChannelDirectory), 'What was found.'), ...errors(...workerAnswerErrors) },
  },
};

const inviteOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getChannelByInvite',
    tags,
    summary: 'The channel behind an invite code',
    params: schemas.ChannelInvitePath,
    response: { ...oneChannel, ...errors(...workerAnswerErrors, 'WRK_INVITE_NOT_FOUND') },
  },
};

const createOptions = {
  handlerTimeout,
  schema: {
    operationId: 'createChannel',
    tags,
    summary: 'Make a channel',
    description: 'After a 502 or 504 look at the list first: the channel may have been made all the same.',
    params: SessionPath,
    body: schemas.ChannelInput,
    response: { 201: json(ref(schemas.ChannelCreated), 'The channel is made.'), ...commandErrors(...workerAnswerErrors) },
  },
};

const getOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getChannel',
    tags,
    summary: 'One channel',
    description: 'WhatsApp is asked for it anew. The account need not follow it.',
    params: schemas.ChannelPath,
    response: { ...oneChannel, ...errors(...channelErrors) },
  },
};

const updateOptions = {
  handlerTimeout,
  schema: {
    operationId: 'updateChannel',
    tags,
    summary: 'Change name, description, reactions',
    description: 'One after the other, in that order. Where WhatsApp refuses one, `detail` says which are changed already.',
    params: schemas.ChannelPath,
    body: schemas.ChannelChangeInput,
    response: { ...oneChannel, ...commandErrors(...changeErrors) },
  },
};

const messagesOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listChannelMessages',
    tags,
    summary: 'Posts of a channel',
    params: schemas.ChannelPath,
    querystring: schemas.ChannelMessageQuery,
    response: { 200: json(ref(schemas.ChannelMessages), 'A page of posts.'), ...errors(...channelErrors, 'WRK_MESSAGE_NOT_FOUND') },
  },
};

function commandOptions(operationId: string, summary: string) {
  return {
    handlerTimeout,
    preValidation: refuseBody,
    schema: {
      operationId,
      tags,
      summary,
      params: schemas.ChannelPath,
      response: { 204: { description: 'Done, or so already.' }, ...commandErrors(...changeErrors) },
    },
  };
}

const subscriptions = {
  subscribe: { options: commandOptions('subscribeToChannel', 'Follow a channel'), subscribed: true },
  unsubscribe: { options: commandOptions('unsubscribeFromChannel', 'Follow a channel no longer'), subscribed: false },
};
const mutings = {
  mute: { options: commandOptions('muteChannel', 'Mute a channel'), muted: true },
  unmute: { options: commandOptions('unmuteChannel', 'Unmute a channel'), muted: false },
};
const seenOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'markChannelSeen',
    tags,
    summary: 'Read a channel',
    params: schemas.ChannelPath,
    response: { ...oneChannel, ...commandErrors(...changeErrors) },
  },
};
const removePictureOptions = commandOptions('removeChannelPicture', 'Take a channel’s picture away');
const deleteOptions = commandOptions('deleteChannel', 'Delete a channel that the account owns');

/** Channels as such. */
export function addChannelRoutes(app: TypedApp, context: RouteContext): void {
  addLooking(app, context);
  addChanging(app, context);
}

function addLooking(app: TypedApp, { sessions, withMediaUrl }: RouteContext): void {
  app.get(base, listOptions, async ({ params, query: { limit = 50, cursor }, signal }) => {
    const { channels, next } = await sessions.ask(params.session_id, 'channel.list', { after: idOfCursor(cursor), limit }, signal);
    return { channels, next_cursor: cursorOf(next) };
  });
  app.get(`${session}/channel-directory`, directoryOptions, async ({ params, query, signal }) => {
    const { text = '', country, view = 'recommended', limit = 50 } = query;
    const countryCodes = country === undefined ? [] : [country];
    const search = { text, countryCodes, view, skipSubscribed: query.skip_subscribed === 'true', limit };
    return sessions.ask(params.session_id, 'channel.search', search, signal);
  });
  app.get(`${session}/channel-invites/:invite_code`, inviteOptions, async ({ params: { session_id, invite_code: inviteCode }, signal }) => {
    return (await sessions.ask(session_id, 'channel.by_invite', { inviteCode }, signal)).channel;
  });
  app.get(`${base}/:channel_id`, getOptions, async ({ params: { session_id, channel_id: channelId }, signal }) => {
    return (await sessions.ask(session_id, 'channel.get', { channelId }, signal)).channel;
  });
  app.get(`${base}/:channel_id/messages`, messagesOptions, async ({ params: { session_id, channel_id: channelId }, query, signal }) => {
    const { limit = 50, before } = query;
    const asked = { channelId, limit, ...(before === undefined ? {} : { beforeMessage: before }) };
    const { messages, nextBefore } = await sessions.ask(session_id, 'channel.messages', asked, signal);
    return { messages: messages.map((message) => withMediaUrl(session_id, message)), next_before: nextBefore };
  });
}

function addChanging(app: TypedApp, { sessions }: RouteContext): void {
  // Not the request's own signal, which is aborted once the body has been read.
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.post(base, createOptions, async ({ params, body: { name, description = '' } }, reply) => {
    const { channelId, inviteLink } = await sessions.ask(params.session_id, 'channel.create', { name, description }, inTime());
    return reply.code(201).send({ channel_id: channelId, invite_link: inviteLink });
  });
  app.patch(`${base}/:channel_id`, updateOptions, async ({ params: { session_id, channel_id: channelId }, body: change }) => {
    return (await sessions.ask(session_id, 'channel.update', { channelId, change }, inTime())).channel;
  });
  app.delete(`${base}/:channel_id`, deleteOptions, async ({ params: { session_id, channel_id: channelId } }, reply) => {
    await sessions.ask(session_id, 'channel.delete', { channelId }, inTime());
    return reply.code(204).send();
  });
  app.delete(`${base}/:channel_id/picture`, removePictureOptions, async ({ params: { session_id, channel_id: channelId } }, reply) => {
    await sessions.ask(session_id, 'channel.remove_picture', { channelId }, inTime());
    return reply.code(204).send();
  });
  app.post(`${base}/:channel_id/seen`, seenOptions, async ({ params: { session_id, channel_id: channelId } }) => {
    return (await sessions.ask(session_id, 'channel.seen', { channelId }, inTime())).channel;
  });
  for (const [name, { options, subscribed }] of Object.entries(subscriptions)) {
    app.post(`${base}/:channel_id/${name}`, options, async ({ params: { session_id, channel_id: channelId } }, reply) => {
      await sessions.ask(session_id, 'channel.set_subscribed', { channelId, subscribed }, inTime());
      return reply.code(204).send();
    });
  }
  for (const [name, { options, muted }] of Object.entries(mutings)) {
    app.post(`${base}/:channel_id/${name}`, options, async ({ params: { session_id, channel_id: channelId } }, reply) => {
      await sessions.ask(session_id, 'channel.set_muted', { channelId, muted }, inTime());
      return reply.code(204).send();
    });
  }
}
