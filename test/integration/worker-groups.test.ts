import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { pair, stop } from '../support/linked-worker.ts';
import { picture } from '../support/media-samples.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const ann = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const bob = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const cat = simulator.addPhone({ number: '15550000003', name: 'Cat' });
const dan = simulator.addPhone({ number: '15550000004', name: 'Dan' });
const nobody = '+15559999999';
const elsewhere = '120363000000000000@g.us';
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
const { group: bobs } = bob.groups.create('Bob’s', [ann.number]);
const worker = await pair(bench, ann);

t.teardown(async () => {
  await stop(bench, worker);
  await bench.close();
  await simulator.close();
});

const invitation = { sendInvites: true, inviteComment: 'do come' };
const id = (phone: { number: string }): string => `${phone.number}@c.us`;
const send = (to: string, text: string) => supervisor.request('message.send', { idempotencyKey: text, to, text });
const get = async (groupId: string) => (await supervisor.request('group.get', { groupId })).group;
const inGroup = (groupId: string): string[] =>
  simulator
    .phone(bob.number)
    .groups.get(groupId)
    .members.map(({ number }) => number);
const results = (answer: { participants: { result: string }[] }): string[] => answer.participants.map(({ result }) => result);

async function received(wanted: (message: MessageData) => boolean): Promise<MessageData> {
  return supervisor.when('the message', () =>
    supervisor.facts.flatMap((fact) => (fact.type === 'message.received' && wanted(fact.message) ? [fact.message] : [])).at(0),
  );
}

/** Everything that happened in a group of Bob's before has reached the page once a text of his has. */
async function untilTold(groupId: string): Promise<void> {
  const { id: messageId } = bob.send(groupId, 'by the way');
  await received(({ message_id }) => message_id.includes(messageId));
}

async function makeGroup(subject: string, participants: string[] = [bob.number]): Promise<string> {
  const options = { ...invitation, membershipApproval: false };
  return (await supervisor.request('group.create', { subject, participants, ...options })).groupId;
}

await t.test('groups are listed by pages, and one is told with its members', async (t) => {
  await makeGroup('Listed');
  const first = await supervisor.request('group.list', { after: null, limit: 1 });
  const second = await supervisor.request('group.list', { after: first.next, limit: 1 });
  t.equal(second.next, null);
  t.same(new Set([first.groups[0]?.subject, second.groups[0]?.subject]), new Set(['Bob’s', 'Listed']));
  t.match(await get(bobs.id), {
    ...{ group_id: bobs.id, subject: 'Bob’s', description: null, owner: id(bob), role: 'member', participant_count: 2 },
    settings: { messages_admins_only: false, info_admins_only: false, add_members_admins_only: true, membership_approval: false },
  });
  const members = { groupId: bobs.id, after: null, limit: 1 };
  const page = await supervisor.request('group.participants', members);
  t.match(page, { participants: [{ participant_id: id(ann), role: 'member' }] });
  t.match(await supervisor.request('group.participants', { ...members, after: page.next }), {
    participants: [{ participant_id: id(bob), role: 'superadmin' }],
    next: null,
  });
});

await t.test('a group is made, and it is told of each what became of them', async (t) => {
  dan.setInviteOnly(true);
  const people = { participants: [id(bob), nobody, dan.number], membershipApproval: true };
  const made = await supervisor.request('group.create', { subject: 'Made', ...people, ...invitation });
  t.same(made.participants, [
    { participant_id: id(bob), result: 'added', detail: null },
    { participant_id: nobody, result: 'not_on_whatsapp', detail: null },
    { participant_id: dan.number, result: 'invited', detail: null },
  ]);
  t.same(inGroup(made.groupId), [ann.number, bob.number]);
  t.match(await get(made.groupId), { subject: 'Made', role: 'superadmin', settings: { membership_approval: true } });
  await dan.waitForMessage(({ attributes }) => attributes['type'] === 'groups_v4_invite' && attributes['inviteGrpName'] === 'Made');
  await send(made.groupId, 'welcome');
  await bob.waitForMessage(({ body, to }) => body === 'welcome' && to === made.groupId);
});

await t.test('people are added, removed, made admins and members again', async (t) => {
  const groupId = await makeGroup('People');
  const add = (participants: string[], sendInvites = false) =>
    supervisor.request('group.add_participants', { groupId, participants, ...invitation, sendInvites });
  const change = (act: 'remove' | 'promote' | 'demote', participants: string[]) =>
    supervisor.request('group.change_participants', { groupId, act, participants });
  t.same(results(await add([cat.number, bob.number, nobody, dan.number])), ['added', 'already_member', 'not_on_whatsapp', 'invite_needed']);
  t.same(inGroup(groupId), [ann.number, bob.number, cat.number]);
  t.same(results(await change('promote', [bob.number, id(dan)])), ['promoted', 'not_a_member']);
  t.same(results(await change('promote', [bob.number])), ['promoted'], 'an admin stays one');
  t.same(results(await change('demote', [bob.number, ann.number])), ['demoted', 'failed']);
  t.same(results(await change('remove', [cat.number, ann.number, nobody])), ['removed', 'failed', 'not_a_member']);
  t.same(inGroup(groupId), [ann.number, bob.number]);
});

await t.test('a group of hidden ids takes and gives the ids of phone numbers', async (t) => {
  const { group } = bob.groups.create('Hidden', [ann.number, cat.number], { addressing: 'lid' });
  bob.groups.promote(group.id, [ann.number]);
  await untilTold(group.id);
  const lid = `${simulator.phone(cat.number).lid}@lid`;
  const page = await supervisor.request('group.participants', { groupId: group.id, after: null, limit: 10 });
  t.match(
    page.participants.find(({ participant_id }) => participant_id === id(cat)),
    { lid, role: 'member' },
  );
  const remove = (participants: string[]) =>
    supervisor.request('group.change_participants', { groupId: group.id, act: 'remove', participants });
  t.same(results(await remove([lid])), ['removed']);
  const people = { groupId: group.id, participants: [lid, '999@lid'], ...invitation };
  t.same(results(await supervisor.request('group.add_participants', people)), ['added', 'not_on_whatsapp']);
  t.same(results(await remove([cat.number])), ['removed']);
});

await t.test('subject, description and settings are changed, by who may', async (t) => {
  const groupId = await makeGroup('Before');
  const change = { subject: 'After', description: 'what for', messagesAdminsOnly: true, infoAdminsOnly: true, addMembersAdminsOnly: false };
  const { group } = await supervisor.request('group.update', { groupId, change });
  const settings = { messages_admins_only: true, info_admins_only: true, add_members_admins_only: false };
  t.match(group, { subject: 'After', description: 'what for', settings });
  t.match(bob.groups.get(groupId), { subject: { text: 'After' }, announce: true, restrict: true, membersAdd: true });
  t.throws(() => bob.send(groupId, 'may I?'), { code: 'SIM_GROUP_FORBIDDEN' });
  await supervisor.request('group.update', { groupId: bobs.id, change: { subject: 'Ours' } });
  t.equal(bobs.subject.text, 'Ours', 'a member may, where not only admins do');
  const settingsOfBobs = { groupId: bobs.id, change: { subject: 'Mine', messagesAdminsOnly: true } };
  await t.rejects(supervisor.request('group.update', settingsOfBobs), { code: 'WRK_NOT_GROUP_ADMIN', statusCode: 403 });
  bob.groups.update(bobs.id, { restrict: true });
  await t.rejects(supervisor.request('group.update', { groupId: bobs.id, change: { subject: 'Mine' } }), { code: 'WRK_NOT_GROUP_ADMIN' });
  t.equal(bobs.subject.text, 'Ours');
});

await t.test('a group’s picture is set and taken away, by who may', async (t) => {
  const groupId = await makeGroup('Pictured');
  const [file, bytes] = [newMediaFileName(), picture(40, 20)];
  mkdirSync(bench.mediaDir, { recursive: true });
  writeFileSync(join(bench.mediaDir, file), bytes);
  const set = (group: string) =>
    supervisor.request('group.set_picture', { groupId: group, file, mimeType: 'image/png', size: bytes.length });
  const remove = (group: string) => supervisor.request('group.remove_picture', { groupId: group });
  const told = () => bob.messages(groupId).flatMap(({ body, attributes }) => (attributes['subtype'] === 'picture' ? [body] : []));
  await remove(groupId);
  t.same(told(), [], 'there is none yet');
  await set(groupId);
  t.same(told(), ['set']);
  await remove(groupId);
  t.same(told(), ['set', 'remove']);
  const { group } = bob.groups.create('Restricted', [ann.number], { restrict: true });
  await untilTold(group.id);
  await t.rejects(set(group.id), { code: 'WRK_NOT_GROUP_ADMIN', statusCode: 403 });
  await t.rejects(remove(elsewhere), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
});

await t.test('what only admins may is refused to a member, and a group that the account is not in is not found', async (t) => {
  const [groupId, participants] = [bobs.id, [cat.number]];
  const forAdmins: (() => Promise<unknown>)[] = [
    () => supervisor.request('group.add_participants', { groupId, participants, ...invitation }),
    () => supervisor.request('group.change_participants', { groupId, participants, act: 'remove' }),
    () => supervisor.request('group.invite_code', { groupId }),
    () => supervisor.request('group.revoke_invite', { groupId }),
    () => supervisor.request('group.membership_requests', { groupId }),
    () => supervisor.request('group.decide_requests', { groupId, requesters: participants, approve: true }),
  ];
  for (const request of forAdmins) await t.rejects(request(), { code: 'WRK_NOT_GROUP_ADMIN', statusCode: 403 });
  const notIn: (() => Promise<unknown>)[] = [
    () => supervisor.request('group.get', { groupId: elsewhere }),
    () => supervisor.request('group.participants', { groupId: elsewhere, after: null, limit: 1 }),
    () => supervisor.request('group.update', { groupId: elsewhere, change: { subject: 'x' } }),
    () => supervisor.request('group.leave', { groupId: elsewhere }),
  ];
  for (const request of notIn) await t.rejects(request(), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
  t.same(inGroup(bobs.id), [bob.number, ann.number]);
});

await t.test('who may not write in a group is told so, also after having left it', async (t) => {
  await t.rejects(send(elsewhere, 'anybody?'), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
  const { group } = bob.groups.create('Quiet', [ann.number], { announce: true });
  await untilTold(group.id);
  await t.rejects(send(group.id, 'may I?'), { code: 'WRK_CHAT_READ_ONLY', statusCode: 403 });
  bob.groups.promote(group.id, [ann.number]);
  await untilTold(group.id);
  await send(group.id, 'I may');
  await bob.waitForMessage(({ body }) => body === 'I may');
  await supervisor.request('group.leave', { groupId: group.id });
  t.same(inGroup(group.id), [bob.number]);
  await t.rejects(send(group.id, 'and now?'), { code: 'WRK_CHAT_READ_ONLY', statusCode: 403 });
  await t.rejects(get(group.id), { code: 'WRK_CHAT_NOT_FOUND' });
});

await t.test('groups are joined by their invite code, which can be revoked', async (t) => {
  const { group } = cat.groups.create('Open');
  const inviteCode = cat.groups.inviteCode(group.id);
  const info = await supervisor.request('group.invite_info', { inviteCode });
  t.match(info, { group_id: group.id, subject: 'Open', participant_count: 1, membership_approval: false });
  t.same(await supervisor.request('group.join', { invite: { inviteCode } }), { groupId: group.id, joined: true });
  t.same(await supervisor.request('group.join', { invite: { inviteCode } }), { groupId: group.id, joined: true }, 'a second time too');
  t.match(await get(group.id), { role: 'member' });
  cat.groups.revokeInvite(group.id);
  await t.rejects(supervisor.request('group.invite_info', { inviteCode }), { code: 'WRK_INVITE_NOT_FOUND', statusCode: 404 });
  await t.rejects(supervisor.request('group.join', { invite: { inviteCode } }), { code: 'WRK_INVITE_NOT_FOUND' });
  const own = await makeGroup('Own');
  const before = await supervisor.request('group.invite_code', { groupId: own });
  t.equal(before.inviteCode, ann.groups.inviteCode(own));
  const after = await supervisor.request('group.revoke_invite', { groupId: own });
  t.not(after.inviteCode, before.inviteCode);
  t.equal(after.inviteCode, ann.groups.inviteCode(own));
});

await t.test('where an admin lets people in, joining is asking; and the account’s own requests are decided on', async (t) => {
  const { group } = cat.groups.create('Guarded', [], { approval: true });
  const inviteCode = cat.groups.inviteCode(group.id);
  t.same(await supervisor.request('group.join', { invite: { inviteCode } }), { groupId: group.id, joined: false });
  t.match(group.requests, [{ number: ann.number }]);
  const made = await supervisor.request('group.create', {
    subject: 'Ours',
    participants: [bob.number],
    membershipApproval: true,
    ...invitation,
  });
  for (const phone of [cat, dan]) phone.groups.join(ann.groups.inviteCode(made.groupId));
  const { requests } = await supervisor.request('group.membership_requests', { groupId: made.groupId });
  t.match(
    requests.map(({ method }) => method),
    ['invite_link', 'invite_link'],
  );
  const decide = (requesters: string[], approve: boolean) =>
    supervisor.request('group.decide_requests', { groupId: made.groupId, requesters, approve });
  t.same(results(await decide([cat.number, bob.number], true)), ['approved', 'no_request']);
  t.same(results(await decide([dan.number], false)), ['rejected']);
  t.same(inGroup(made.groupId), [ann.number, bob.number, cat.number]);
  t.same(await supervisor.request('group.membership_requests', { groupId: made.groupId }), { requests: [] });
});

await t.test('a private invitation is accepted by its message', async (t) => {
  ann.setInviteOnly(true);
  const { group } = cat.groups.create('Private', [ann.number]);
  cat.groups.sendInvite(group.id, ann.number);
  const message = await received(({ type }) => type === 'groups_v4_invite');
  const join = (messageId: string) => supervisor.request('group.join', { invite: { messageId } });
  t.same(await join(message.message_id), { groupId: group.id, joined: true });
  t.same(
    group.members.map(({ number }) => number),
    [cat.number, ann.number],
  );
  const { messageId } = await send(bob.number, 'no invitation');
  await t.rejects(join(messageId), { code: 'WRK_NO_INVITATION', statusCode: 422 });
  await t.rejects(join('false_1@c.us_none'), { code: 'WRK_MESSAGE_NOT_FOUND', statusCode: 404 });
  t.same(supervisor.violations, []);
});
