import t from 'tap';
import { groupData } from '../../../support/group-answers.ts';
import { auth, testApp } from '../../../support/http-app.ts';

const session = '/api/v1/sessions/user_1-Main';
const groupId = '120363000000000001@g.us';
const group = `${session}/groups/${groupId}`;
const bob = '+15550000002';
const code = 'AbCdEfGhIjKl';
const invitation = { sendInvites: true, inviteComment: '' };

const requests: Request[] = [
  {
    method: 'GET',
    url: `${session}/groups?limit=2`,
    asks: ['group.list', { after: null, limit: 2 }],
    answers: { groups: [{ group_id: groupId }] },
  },
  {
    ...{ method: 'POST', url: `${session}/groups`, payload: { subject: 'Customers', participants: [bob] }, status: 201 },
    asks: ['group.create', { subject: 'Customers', participants: [bob], membershipApproval: false, ...invitation }],
    answers: { group_id: groupId, participants: [{ result: 'invited' }] },
  },
  { method: 'GET', url: group, asks: ['group.get', { groupId }], answers: groupData() },
  {
    ...{ method: 'PATCH', url: group, payload: { description: '', info_admins_only: true } },
    asks: ['group.update', { groupId, change: { description: '', infoAdminsOnly: true } }],
    answers: { subject: 'Changed' },
  },
  { method: 'DELETE', url: `${group}/picture`, status: 204, asks: ['group.remove_picture', { groupId }] },
  { method: 'POST', url: `${group}/leave`, status: 204, asks: ['group.leave', { groupId }] },
  {
    ...{ method: 'GET', url: `${group}/participants` },
    asks: ['group.participants', { groupId, after: null, limit: 100 }],
    answers: { participants: [{ role: 'member' }], next_cursor: null },
  },
  {
    ...{ method: 'POST', url: `${group}/participants`, payload: { participants: [bob], send_invites: false, invite_comment: 'hi' } },
    asks: ['group.add_participants', { groupId, participants: [bob], sendInvites: false, inviteComment: 'hi' }],
    answers: { participants: [{ result: 'added' }] },
  },
  {
    ...{ method: 'DELETE', url: `${group}/participants/${bob}` },
    asks: ['group.change_participants', { groupId, act: 'remove', participants: [bob] }],
    answers: { participants: [{ result: 'removed' }] },
  },
  ...['remove', 'promote', 'demote'].map((act): Request => ({
    ...{ method: 'POST', url: `${group}/participants/${act}`, payload: { participants: [bob] } },
    asks: ['group.change_participants', { groupId, act, participants: [bob] }],
  })),
  {
    ...{ method: 'GET', url: `${group}/invite-code`, asks: ['group.invite_code', { groupId }] },
    answers: { group_id: groupId, invite_code: code, invite_link: `https://chat.whatsapp.com/${code}` },
  },
  { method: 'POST', url: `${group}/invite-code/revoke`, asks: ['group.revoke_invite', { groupId }], answers: { invite_code: code } },
  {
    method: 'GET',
    url: `${session}/group-invites/${code}`,
    asks: ['group.invite_info', { inviteCode: code }],
    answers: { group_id: groupId },
  },
  {
    ...{ method: 'POST', url: `${session}/groups/join`, payload: { invite_code: code } },
    asks: ['group.join', { invite: { inviteCode: code } }],
    answers: { group_id: groupId, status: 'requested' },
  },
  {
    ...{ method: 'POST', url: `${session}/groups/join`, payload: { message_id: 'false_1@c.us_A' } },
    asks: ['group.join', { invite: { messageId: 'false_1@c.us_A' } }],
  },
  {
    ...{ method: 'GET', url: `${group}/membership-requests`, asks: ['group.membership_requests', { groupId }] },
    answers: { requests: [{ method: 'invite_link' }] },
  },
  ...['approve', 'reject'].map((name): Request => ({
    ...{ method: 'POST', url: `${group}/membership-requests/${name}`, payload: { participants: [bob] } },
    asks: ['group.decide_requests', { groupId, requesters: [bob], approve: name === 'approve' }],
  })),
];

t.test('each route asks the worker and tells what it answers', async (t) => {
  const { app, calls } = await testApp(t);
  for (const { method, url, payload, status = 200, asks, answers } of requests) {
    calls.length = 0;
    const response = await app.inject({ method, url, headers: auth, ...(payload === undefined ? {} : { payload }) });
    t.equal(response.statusCode, status, `${method} ${url}`);
    if (answers !== undefined) t.match(response.json(), answers, `${method} ${url}`);
    t.strictSame(calls, [{ name: 'ask', args: ['user_1-Main', ...asks] }], `${method} ${url}`);
  }
});

t.test('what cannot be meant is refused before any worker is asked', async (t) => {
  const { app, calls } = await testApp(t);
  const people = (count: number) => Array.from({ length: count }, (_, index) => `1555${1_000_000 + index}`);
  const bad: Pick<Request, 'method' | 'url' | 'payload'>[] = [
    { method: 'GET', url: `${session}/groups/15550000002@c.us` },
    { method: 'GET', url: `${session}/groups/..%2F..` },
    { method: 'GET', url: `${session}/groups?limit=101` },
    { method: 'GET', url: `${session}/groups?cursor=%21` },
    { method: 'GET', url: `${group}/participants?limit=1001` },
    { method: 'GET', url: `${session}/group-invites/a%20b` },
    { method: 'POST', url: `${session}/groups`, payload: { subject: '', participants: [] } },
    { method: 'POST', url: `${session}/groups`, payload: { subject: 'x'.repeat(101), participants: [] } },
    { method: 'POST', url: `${session}/groups`, payload: { subject: 'x', participants: people(51) } },
    { method: 'POST', url: `${session}/groups`, payload: { subject: 'x', participants: [groupId] } },
    { method: 'PATCH', url: group, payload: {} },
    { method: 'PATCH', url: group, payload: { description: 'x'.repeat(2_049) } },
    { method: 'PATCH', url: group, payload: { membership_approval: true } },
    { method: 'POST', url: `${group}/participants`, payload: { participants: [] } },
    { method: 'POST', url: `${group}/participants/promote`, payload: { participants: people(51) } },
    { method: 'DELETE', url: `${group}/participants/bob` },
    { method: 'POST', url: `${session}/groups/join`, payload: {} },
    { method: 'POST', url: `${session}/groups/join`, payload: { invite_code: code, message_id: 'x' } },
    { method: 'POST', url: `${group}/leave`, payload: { really: true } },
  ];
  for (const { method, url, payload } of bad) {
    const response = await app.inject({ method, url, headers: auth, ...(payload === undefined ? {} : { payload }) });
    t.match(response.json(), { status: 400, code: /^SUP_/ }, `${method} ${url} ${JSON.stringify(payload)?.slice(0, 60)}`);
  }
  t.strictSame(calls, []);
});

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly payload?: object;
  readonly status?: number;
  readonly asks: readonly unknown[];
  readonly answers?: object;
}
