import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/channel-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Channels'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id/channels/:channel_id';
const done = { 204: { description: 'Done.' } };
const channelErrors = [...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND', 'WRK_CHANNEL_ROLE'] as const;
const changeErrors = [...channelErrors, 'WRK_CHANNEL_REFUSED', 'WRK_BAD_ADDRESS'] as const;

const subscribersOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listChannelSubscribers',
    tags,
    summary: 'Who of the address book follows a channel',
    params: schemas.ChannelPath,
    querystring: schemas.ChannelSubscriberQuery,
    response: { 200: json(ref(schemas.ChannelSubscribers), 'The subscribers.'), ...errors(...channelErrors) },
  },
};

const inviteOptions = {
  handlerTimeout,
  schema: {
    operationId: 'inviteChannelAdmin',
    tags,
    summary: 'Ask somebody to become an admin of a channel',
    params: schemas.ChannelPath,
    body: schemas.AdminInviteInput,
    response: { ...done, ...commandErrors(...changeErrors, 'WRK_NOT_ON_WHATSAPP') },
  },
};

const acceptOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'acceptChannelAdminInvite',
    tags,
    summary: 'Become an admin of a channel, as its owner asked',
    params: schemas.ChannelPath,
    response: { ...done, ...commandErrors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND', 'WRK_INVITE_NOT_FOUND') },
  },
};

function personOptions(operationId: string, summary: string) {
  return {
    handlerTimeout,
    preValidation: refuseBody,
    schema: { operationId, tags, summary, params: schemas.ChannelPersonPath, response: { ...done, ...commandErrors(...changeErrors) } },
  };
}

const revokeOptions = personOptions('revokeChannelAdminInvite', 'Take back an invitation to become an admin');
const demoteOptions = personOptions('demoteChannelAdmin', 'Make an admin of a channel a subscriber');

const transferOptions = {
  handlerTimeout,
  schema: {
    operationId: 'transferChannel',
    tags,
    summary: 'Give a channel to one of its admins',
    params: schemas.ChannelPath,
    body: schemas.ChannelTransferInput,
    response: { ...done, ...commandErrors(...changeErrors) },
  },
};

/** Those who follow channels, and those who run them. */
export function addChannelPeopleRoutes(app: TypedApp, { sessions }: RouteContext): void {
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.get(`${base}/subscribers`, subscribersOptions, async ({ params: { session_id, channel_id: channelId }, query, signal }) =>
    sessions.ask(session_id, 'channel.subscribers', { channelId, limit: query.limit ?? 100 }, signal),
  );
  app.post(`${base}/admin-invites`, inviteOptions, async ({ params: { session_id, channel_id: channelId }, body }, reply) => {
    const invite = { channelId, person: body.contact_id, comment: body.comment ?? '' };
    await sessions.ask(session_id, 'channel.invite_admin', invite, inTime());
    return reply.code(204).send();
  });
  app.post(`${base}/admin-invites/accept`, acceptOptions, async ({ params: { session_id, channel_id: channelId } }, reply) => {
    await sessions.ask(session_id, 'channel.accept_admin_invite', { channelId }, inTime());
    return reply.code(204).send();
  });
  app.delete(`${base}/admin-invites/:contact_id`, revokeOptions, async ({ params }, reply) => {
    const { session_id, channel_id: channelId, contact_id: person } = params;
    await sessions.ask(session_id, 'channel.revoke_admin_invite', { channelId, person }, inTime());
    return reply.code(204).send();
  });
  app.delete(`${base}/admins/:contact_id`, demoteOptions, async ({ params }, reply) => {
    const { session_id, channel_id: channelId, contact_id: person } = params;
    await sessions.ask(session_id, 'channel.demote_admin', { channelId, person }, inTime());
    return reply.code(204).send();
  });
  app.post(`${base}/transfer`, transferOptions, async ({ params: { session_id, channel_id: channelId }, body }, reply) => {
    const transfer = { channelId, newOwner: body.contact_id, dismissSelf: body.dismiss_self === true };
    await sessions.ask(session_id, 'channel.transfer', transfer, inTime());
    return reply.code(204).send();
  });
}
