import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/group-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Groups'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id';
const codeErrors = [...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND', 'WRK_NOT_GROUP_ADMIN', 'WRK_GROUP_REFUSED'] as const;

const codeOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getGroupInviteCode',
    tags,
    summary: "A group's invite code",
    params: schemas.GroupPath,
    response: { 200: json(ref(schemas.GroupInviteCode), 'The code.'), ...errors(...codeErrors) },
  },
};

const revokeOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'revokeGroupInviteCode',
    tags,
    summary: 'Make the invite code void, and get the next one',
    params: schemas.GroupPath,
    response: { 200: json(ref(schemas.GroupInviteCode), 'The new code.'), ...commandErrors(...codeErrors) },
  },
};

const infoOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getGroupInvite',
    tags,
    summary: 'The group behind an invite code',
    params: schemas.GroupInvitePath,
    response: { 200: json(ref(schemas.GroupInvite), 'The group.'), ...errors(...workerAnswerErrors, 'WRK_INVITE_NOT_FOUND') },
  },
};

const joinOptions = {
  handlerTimeout,
  schema: {
    operationId: 'joinGroup',
    tags,
    summary: 'Join a group by an invite code or a private invitation',
    description: 'A group that the account is in already is `joined`.',
    params: SessionPath,
    body: schemas.GroupJoinInput,
    response: {
      200: json(ref(schemas.GroupJoined), 'What came of it.'),
      ...commandErrors(...workerAnswerErrors, 'WRK_INVITE_NOT_FOUND', 'WRK_MESSAGE_NOT_FOUND', 'WRK_NO_INVITATION', 'WRK_GROUP_REFUSED'),
    },
  },
};

function codeView(groupId: string, inviteCode: string) {
  return { group_id: groupId, invite_code: inviteCode, invite_link: `https://chat.whatsapp.com/${inviteCode}` };
}

/** Coming into groups by invitation. */
export function addGroupInviteRoutes(app: TypedApp, { sessions }: RouteContext): void {
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.get(`${base}/groups/:group_id/invite-code`, codeOptions, async ({ params: { session_id, group_id: groupId }, signal }) => {
    const { inviteCode } = await sessions.ask(session_id, 'group.invite_code', { groupId }, signal);
    return codeView(groupId, inviteCode);
  });
  app.post(`${base}/groups/:group_id/invite-code/revoke`, revokeOptions, async ({ params: { session_id, group_id: groupId } }) => {
    const { inviteCode } = await sessions.ask(session_id, 'group.revoke_invite', { groupId }, inTime());
    return codeView(groupId, inviteCode);
  });
  app.get(`${base}/group-invites/:invite_code`, infoOptions, async ({ params: { session_id, invite_code: inviteCode }, signal }) =>
    sessions.ask(session_id, 'group.invite_info', { inviteCode }, signal),
  );
  app.post(`${base}/groups/join`, joinOptions, async ({ params, body }) => {
    const invite = 'invite_code' in body ? { inviteCode: body.invite_code } : { messageId: body.message_id };
    const { groupId, joined } = await sessions.ask(params.session_id, 'group.join', { invite }, inTime());
    return { group_id: groupId, status: joined ? ('joined' as const) : ('requested' as const) };
  });
}
