import { cursorOf, idOfCursor } from '../cursor.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/group-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Groups'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id/groups';
const groupErrors = [...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND'] as const;

const listOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listGroups',
    tags,
    summary: 'Groups that the account is in',
    description: 'By id, as the session knows them. What changes between two pages may be on neither or on both.',
    params: SessionPath,
    querystring: schemas.GroupQuery,
    response: { 200: json(ref(schemas.GroupList), 'A page of groups.'), ...errors(...workerAnswerErrors, 'SUP_CURSOR_INVALID') },
  },
};

const createOptions = {
  handlerTimeout,
  schema: {
    operationId: 'createGroup',
    tags,
    summary: 'Make a group',
    description:
      'WhatsApp limits how many groups an account makes. After a 502 or 504 look at the list first: the group may have been made all the same. ' +
      'Settings are changed afterwards, by PATCH.',
    params: SessionPath,
    body: schemas.GroupInput,
    response: { 201: json(ref(schemas.GroupCreated), 'The group is made.'), ...commandErrors(...workerAnswerErrors, 'WRK_BAD_ADDRESS') },
  },
};

const getOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getGroup',
    tags,
    summary: 'One group',
    description: 'WhatsApp is asked for it anew.',
    params: schemas.GroupPath,
    response: { 200: json(ref(schemas.Group), 'The group.'), ...errors(...groupErrors) },
  },
};

const updateOptions = {
  handlerTimeout,
  schema: {
    operationId: 'updateGroup',
    tags,
    summary: 'Change subject, description, settings',
    description:
      'One after the other, in the order subject, description, messages_admins_only, add_members_admins_only, info_admins_only. Where WhatsApp refuses one, ' +
      'the later ones stay as they were, and `detail` says which are changed already. whatsapp-web.js cannot change the membership approval of a group that is there.',
    params: schemas.GroupPath,
    body: schemas.GroupChangeInput,
    response: {
      200: json(ref(schemas.Group), 'The group as it is now.'),
      ...commandErrors(...groupErrors, 'WRK_NOT_GROUP_ADMIN', 'WRK_GROUP_REFUSED'),
    },
  },
};

const removePictureOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'removeGroupPicture',
    tags,
    summary: "Take a group's picture away",
    params: schemas.GroupPath,
    response: {
      204: { description: 'It has none now.' },
      ...commandErrors(...groupErrors, 'WRK_NOT_GROUP_ADMIN', 'WRK_PICTURE_REFUSED'),
    },
  },
};

const leaveOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'leaveGroup',
    tags,
    summary: 'Leave a group',
    description: 'Its chat stays, to be read.',
    params: schemas.GroupPath,
    response: { 204: { description: 'The account is out of it.' }, ...commandErrors(...groupErrors, 'WRK_GROUP_REFUSED') },
  },
};

/** Groups as such. */
export function addGroupRoutes(app: TypedApp, { sessions }: RouteContext): void {
  // Not the request's own signal, which is aborted once the body has been read; nor may a caller that hangs up leave a change half told.
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.get(base, listOptions, async ({ params, query: { limit = 50, cursor }, signal }) => {
    const { groups, next } = await sessions.ask(params.session_id, 'group.list', { after: idOfCursor(cursor), limit }, signal);
    return { groups, next_cursor: cursorOf(next) };
  });
  app.post(base, createOptions, async ({ params, body }, reply) => {
    const { subject, participants, membership_approval: membershipApproval = false } = body;
    const invitation = { sendInvites: body.send_invites ?? true, inviteComment: body.invite_comment ?? '' };
    const group = { subject, participants, membershipApproval, ...invitation };
    const created = await sessions.ask(params.session_id, 'group.create', group, inTime());
    return reply.code(201).send({ group_id: created.groupId, participants: created.participants });
  });
  app.get(`${base}/:group_id`, getOptions, async ({ params: { session_id, group_id: groupId }, signal }) => {
    return (await sessions.ask(session_id, 'group.get', { groupId }, signal)).group;
  });
  app.patch(`${base}/:group_id`, updateOptions, async ({ params: { session_id, group_id: groupId }, body }) => {
    const { messages_admins_only, info_admins_only, add_members_admins_only, ...texts } = body;
    const change = {
      ...texts,
      ...(messages_admins_only === undefined ? {} : { messagesAdminsOnly: messages_admins_only }),
      ...(info_admins_only === undefined ? {} : { infoAdminsOnly: info_admins_only }),
      ...(add_members_admins_only === undefined ? {} : { addMembersAdminsOnly: add_members_admins_only }),
    };
    return (await sessions.ask(session_id, 'group.update', { groupId, change }, inTime())).group;
  });
  app.delete(`${base}/:group_id/picture`, removePictureOptions, async ({ params: { session_id, group_id: groupId } }, reply) => {
    await sessions.ask(session_id, 'group.remove_picture', { groupId }, inTime());
    return reply.code(204).send();
  });
  app.post(`${base}/:group_id/leave`, leaveOptions, async ({ params: { session_id, group_id: groupId } }, reply) => {
    await sessions.ask(session_id, 'group.leave', { groupId }, inTime());
    return reply.code(204).send();
  });
}
