import t from 'tap';
import { Lab } from '../support/lab.ts';
import { picture } from '../support/media-samples.ts';
import { until } from '../support/until.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService();
const [anna, ben] = await lab.linkAll(service, ['anna', 'ben']);
if (anna === undefined || ben === undefined) throw new Error('A phone is missing.');
const [carl, bensId] = [lab.newPhone(), `${ben.number}@c.us`];
const elsewhere = '120363000000000000@g.us';
const image = { media: { base64: picture(40, 30).toString('base64') } };

type Body = Readonly<Record<string, unknown>>;
const call = async (sessionId: string, method: string, path: string, body?: unknown) =>
  service.api<Body>(method, `/api/v1/sessions/${sessionId}${path}`, body);
const annas = async (method: string, path: string, body?: unknown) => call('anna', method, path, body);
const bens = async (method: string, path: string, body?: unknown) => call('ben', method, path, body);

/** A group of Anna's with Carl; its path. */
async function newGroup(more: Body = {}): Promise<{ id: string; path: string }> {
  const { status, body } = await annas('POST', '/groups', { subject: 'Made', participants: [`+${carl.number}`], ...more });
  if (status !== 201) throw new Error(`The group was not made: ${JSON.stringify(body)}`);
  const id = String(body['group_id']);
  return { id, path: `/groups/${encodeURIComponent(id)}` };
}

const members = (groupId: string): string[] => anna.groups.get(groupId).members.map(({ number }) => number);

await t.test('a group is made, changed, shown and left', async (t) => {
  const { id, path } = await newGroup();
  t.same(members(id), [anna.number, carl.number]);
  const change = { subject: 'Customers', description: 'of the north', messages_admins_only: true };
  t.match(await annas('PATCH', path, change), {
    status: 200,
    body: { subject: 'Customers', description: 'of the north', role: 'superadmin', settings: { messages_admins_only: true } },
  });
  t.match(anna.groups.get(id), { subject: { text: 'Customers' } }, 'WhatsApp knows it');
  t.equal((await annas('PUT', `${path}/picture`, image)).status, 204);
  t.equal((await annas('DELETE', `${path}/picture`)).status, 204);
  const told = carl.messages(id).flatMap(({ body, attributes }) => (attributes['subtype'] === 'picture' ? [body] : []));
  t.same(told, ['set', 'remove']);
  t.match(await annas('GET', '/groups'), { status: 200, body: { groups: [{ group_id: id, subject: 'Customers' }], next_cursor: null } });
  t.equal((await annas('POST', `${path}/leave`)).status, 204);
  const left = carl.groups.get(id).members.map(({ number }) => number);
  t.same(left, [carl.number]);
});

await t.test('people are added, made admins, members again, and removed', async (t) => {
  const { id, path } = await newGroup();
  const people = { participants: [ben.number] };
  const result = (word: string) => ({ status: 200, body: { participants: [{ participant_id: ben.number, result: word }] } });
  t.match(await annas('POST', `${path}/participants`, people), result('added'));
  t.same(members(id), [anna.number, carl.number, ben.number]);
  await until('the one who was added sees the group', async () => (await bens('GET', path)).status === 200);
  t.match(await bens('PATCH', path, { messages_admins_only: true }), { status: 403, body: { code: 'WRK_NOT_GROUP_ADMIN' } });
  t.match(await annas('POST', `${path}/participants/promote`, people), result('promoted'));
  t.match(await annas('POST', `${path}/participants/demote`, people), result('demoted'));
  const told = await annas('GET', `${path}/participants`);
  t.match(told, { status: 200 });
  t.ok((told.body['participants'] as { participant_id: string; role: string }[]).some((each) => each.participant_id === bensId));
  t.match(await annas('POST', `${path}/participants/remove`, people), result('removed'));
  t.match(await annas('DELETE', `${path}/participants/${carl.number}`), { status: 200, body: { participants: [{ result: 'removed' }] } });
  t.same(members(id), [anna.number]);
});

await t.test('a group is joined by its code, which can be made void', async (t) => {
  const { id, path } = await newGroup();
  const code = String((await annas('GET', `${path}/invite-code`)).body['invite_code']);
  t.match(await bens('GET', `/group-invites/${code}`), { status: 200, body: { subject: 'Made' } });
  t.match(await bens('POST', '/groups/join', { invite_code: code }), { status: 200, body: { group_id: id, status: 'joined' } });
  t.ok(members(id).includes(ben.number));
  const next = String((await annas('POST', `${path}/invite-code/revoke`)).body['invite_code']);
  t.not(next, code);
  t.match(await bens('GET', `/group-invites/${code}`), { status: 404, body: { code: 'WRK_INVITE_NOT_FOUND' } });
});

await t.test('who asks to be let in is let in, or not', async (t) => {
  for (const [verb, isIn] of [
    ['reject', false],
    ['approve', true],
  ] as const) {
    const { id, path } = await newGroup({ membership_approval: true });
    const code = (await annas('GET', `${path}/invite-code`)).body['invite_code'];
    t.match(await bens('POST', '/groups/join', { invite_code: code }), { status: 200, body: { status: 'requested' } });
    const asked = async () => (await annas('GET', `${path}/membership-requests`)).body['requests'] as { requester_id: string }[];
    const [request] = await until('the request is seen', async () => ((await asked()).length > 0 ? asked() : undefined), 10_000);
    const participants = [request?.requester_id];
    t.match(await annas('POST', `${path}/membership-requests/${verb}`, { participants }), { status: 200 });
    t.equal(members(id).includes(ben.number), isIn, verb);
    t.same(await asked(), [], 'it is decided');
  }
});

await t.test('a group that the account is not in', async (t) => {
  const path = `/groups/${encodeURIComponent(elsewhere)}`;
  for (const [method, tail, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { subject: 'x' }],
    ['GET', '/participants', undefined],
    ['POST', '/leave', undefined],
  ] as const) {
    t.match(await annas(method, `${path}${tail}`, body), { status: 404, body: { code: 'WRK_CHAT_NOT_FOUND' } }, `${method} ${tail}`);
  }
});

await t.test('a channel is made, changed, found, followed, posted in and deleted', async (t) => {
  const made = await annas('POST', '/channels', { name: 'Harbour news', description: 'daily' });
  t.equal(made.status, 201);
  const id = String(made.body['channel_id']);
  const path = `/channels/${encodeURIComponent(id)}`;
  t.match(await annas('PATCH', path, { reactions: 'basic' }), {
    status: 200,
    body: { name: 'Harbour news', reactions: 'basic', role: 'owner' },
  });
  t.equal((await annas('PUT', `${path}/picture`, image)).status, 204);
  t.ok(anna.channels.pictureOf(id));
  t.match(await bens('GET', '/channel-directory?text=harbour'), { status: 200, body: { channels: [{ channel_id: id, role: 'guest' }] } });
  t.equal((await bens('POST', `${path}/subscribe`)).status, 204);
  t.same(anna.channels.get(id).subscribers, [ben.number]);
  t.equal((await bens('POST', `${path}/mute`)).status, 204);
  t.match(await bens('GET', path), { status: 200, body: { role: 'subscriber', muted: true } });
  t.equal((await bens('POST', `${path}/unmute`)).status, 204);
  t.equal((await annas('POST', '/messages', { to: id, text: 'The ferry is late.' })).status, 201);
  const posts = async () => (await bens('GET', `${path}/messages`)).body['messages'] as { text: string }[];
  await until('the post is there', async () => (await posts()).some(({ text }) => text === 'The ferry is late.'));
  t.match(await bens('POST', `${path}/seen`), { status: 200, body: { unread_count: 0 } });
  t.match(await bens('PATCH', path, { name: 'Mine' }), { status: 403, body: { code: 'WRK_CHANNEL_ROLE' } });
  t.equal((await bens('POST', `${path}/unsubscribe`)).status, 204);
  t.same(anna.channels.get(id).subscribers, []);
  t.equal((await annas('DELETE', path)).status, 204);
  t.match(await bens('GET', path), { status: 404 });
});
