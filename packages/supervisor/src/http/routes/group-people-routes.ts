import { cursorOf, idOfCursor } from '../cursor.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/group-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Groups'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id/groups/:group_id';
const groupErrors = [...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND'] as const;
const changeErrors = [...groupErrors, 'WRK_NOT_GROUP_ADMIN', 'WRK_GROUP_REFUSED', 'WRK_BAD_ADDRESS'] as const;
const results = { 200: json(ref(schemas.ParticipantResults), 'What became of each.') };

const listOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listGroupParticipants',
    tags,
    summary: 'Who is in a group',
    params: schemas.GroupPath,
    querystring: schemas.ParticipantQuery,
    response: { 200: json(ref(schemas.GroupParticipantList), 'A page of people.'), ...errors(...groupErrors, 'SUP_CURSOR_INVALID') },
  },
};

const addOptions = {
  handlerTimeout,
  schema: {
    operationId: 'addGroupParticipants',
    tags,
    summary: 'Add people to a group',
    description: 'whatsapp-web.js lets only admins do that, also where the group lets every member.',
    params: schemas.GroupPath,
    body: schemas.AddParticipantsInput,
    response: { ...results, ...commandErrors(...changeErrors) },
  },
};

const removeOneOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'removeGroupParticipant',
    tags,
    summary: 'Remove one person from a group',
    params: schemas.GroupParticipantPath,
    response: { ...results, ...commandErrors(...changeErrors) },
  },
};

function peopleOptions(operationId: string, summary: string, description?: string) {
  return {
    handlerTimeout,
    schema: {
      operationId,
      tags,
      summary,
      ...(description === undefined ? {} : { description }),
      params: schemas.GroupPath,
      body: schemas.ParticipantsInput,
      response: { ...results, ...commandErrors(...changeErrors) },
    },
  };
}

const acts = {
  remove: peopleOptions('removeGroupParticipants', 'Remove people from a group'),
  promote: peopleOptions('promoteGroupParticipants', 'Make participants admins'),
  demote: peopleOptions('demoteGroupParticipants', 'Make admins members again'),
} as const;

const requestsOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listMembershipRequests',
    tags,
    summary: 'Who asks to be let into a group',
    params: schemas.GroupPath,
    response: { 200: json(ref(schemas.MembershipRequestList), 'The requests.'), ...errors(...groupErrors, 'WRK_NOT_GROUP_ADMIN') },
  },
};

const decisions = {
  approve: peopleOptions('approveMembershipRequests', 'Let in who asked'),
  reject: peopleOptions('rejectMembershipRequests', 'Do not let in who asked'),
} as const;

/** People in groups, and those who ask to be let in. */
export function addGroupPeopleRoutes(app: TypedApp, { sessions }: RouteContext): void {
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.get(`${base}/participants`, listOptions, async ({ params: { session_id, group_id: groupId }, query, signal }) => {
    const page = { groupId, after: idOfCursor(query.cursor), limit: query.limit ?? 100 };
    const { participants, next } = await sessions.ask(session_id, 'group.participants', page, signal);
    return { participants, next_cursor: cursorOf(next) };
  });
  app.post(`${base}/participants`, addOptions, async ({ params: { session_id, group_id: groupId }, body }) => {
    const { participants, send_invites: sendInvites = true, invite_comment: inviteComment = '' } = body;
    return sessions.ask(session_id, 'group.add_participants', { groupId, participants, sendInvites, inviteComment }, inTime());
  });
  app.delete(
    `${base}/participants/:participant_id`,
    removeOneOptions,
    async ({ params: { session_id, group_id: groupId, participant_id } }) =>
      sessions.ask(session_id, 'group.change_participants', { groupId, act: 'remove', participants: [participant_id] }, inTime()),
  );
  for (const act of ['remove', 'promote', 'demote'] as const) {
    app.post(`${base}/participants/${act}`, acts[act], async ({ params: { session_id, group_id: groupId }, body: { participants } }) =>
      sessions.ask(session_id, 'group.change_participants', { groupId, act, participants }, inTime()),
    );
  }
  app.get(`${base}/membership-requests`, requestsOptions, async ({ params: { session_id, group_id: groupId }, signal }) =>
    sessions.ask(session_id, 'group.membership_requests', { groupId }, signal),
  );
  for (const [name, approve] of [
    ['approve', true],
    ['reject', false],
  ] as const) {
    app.post(`${base}/membership-requests/${name}`, decisions[name], async ({ params: { session_id, group_id: groupId }, body }) =>
      sessions.ask(session_id, 'group.decide_requests', { groupId, requesters: body.participants, approve }, inTime()),
    );
  }
}
