import t from 'tap';
import { channelData } from '../../../support/channel-answers.ts';
import { auth, testApp } from '../../../support/http-app.ts';

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly payload?: object;
  readonly status?: number;
  readonly asks: readonly unknown[];
  readonly answers?: object;
}

const session = '/api/v1/sessions/user_1-Main';
const channelId = '120363000000000001@newsletter';
const channel = `${session}/channels/${channelId}`;
const postId = `false_${channelId}_3EB0`;
const bob = '+15550000002';
const code = 'AbCdEfGhIjKl';
const directory = { text: '', countryCodes: [], view: 'recommended', skipSubscribed: false, limit: 50 };

const questions: Request[] = [
  {
    method: 'GET',
    url: `${session}/channels`,
    asks: ['channel.list', { after: null, limit: 50 }],
    answers: { channels: [{ name: 'News' }] },
  },
  { method: 'GET', url: channel, asks: ['channel.get', { channelId }], answers: channelData() },
  {
    method: 'GET',
    url: `${session}/channel-invites/${code}`,
    asks: ['channel.by_invite', { inviteCode: code }],
    answers: { role: 'guest' },
  },
  { method: 'GET', url: `${session}/channel-directory`, asks: ['channel.search', directory], answers: { channels: [{ role: 'guest' }] } },
  {
    ...{ method: 'GET', url: `${session}/channel-directory?text=news&country=BR&view=new&skip_subscribed=true&limit=5` },
    asks: ['channel.search', { text: 'news', countryCodes: ['BR'], view: 'new', skipSubscribed: true, limit: 5 }],
  },
  {
    ...{ method: 'GET', url: `${channel}/messages?limit=7` },
    asks: ['channel.messages', { channelId, limit: 7 }],
    answers: { messages: [{}], next_before: null },
  },
  {
    ...{ method: 'GET', url: `${channel}/messages?before=${postId}` },
    asks: ['channel.messages', { channelId, limit: 50, beforeMessage: postId }],
  },
  {
    method: 'GET',
    url: `${channel}/subscribers`,
    asks: ['channel.subscribers', { channelId, limit: 100 }],
    answers: { subscribers: [{}] },
  },
];

const commands: Request[] = [
  {
    ...{ method: 'POST', url: `${session}/channels`, payload: { name: 'News' }, status: 201 },
    asks: ['channel.create', { name: 'News', description: '' }],
    answers: { channel_id: channelId, invite_link: null },
  },
  {
    ...{ method: 'PATCH', url: channel, payload: { reactions: 'none' } },
    asks: ['channel.update', { channelId, change: { reactions: 'none' } }],
    answers: { reactions: 'none' },
  },
  { method: 'DELETE', url: channel, status: 204, asks: ['channel.delete', { channelId }] },
  { method: 'POST', url: `${channel}/seen`, asks: ['channel.seen', { channelId }], answers: channelData() },
  { method: 'DELETE', url: `${channel}/picture`, status: 204, asks: ['channel.remove_picture', { channelId }] },
  { method: 'POST', url: `${channel}/subscribe`, status: 204, asks: ['channel.set_subscribed', { channelId, subscribed: true }] },
  { method: 'POST', url: `${channel}/unsubscribe`, status: 204, asks: ['channel.set_subscribed', { channelId, subscribed: false }] },
  { method: 'POST', url: `${channel}/mute`, status: 204, asks: ['channel.set_muted', { channelId, muted: true }] },
  { method: 'POST', url: `${channel}/unmute`, status: 204, asks: ['channel.set_muted', { channelId, muted: false }] },
  {
    ...{ method: 'POST', url: `${channel}/admin-invites`, payload: { contact_id: bob }, status: 204 },
    asks: ['channel.invite_admin', { channelId, person: bob, comment: '' }],
  },
  { method: 'POST', url: `${channel}/admin-invites/accept`, status: 204, asks: ['channel.accept_admin_invite', { channelId }] },
  {
    method: 'DELETE',
    url: `${channel}/admin-invites/${bob}`,
    status: 204,
    asks: ['channel.revoke_admin_invite', { channelId, person: bob }],
  },
  { method: 'DELETE', url: `${channel}/admins/${bob}`, status: 204, asks: ['channel.demote_admin', { channelId, person: bob }] },
  {
    ...{ method: 'POST', url: `${channel}/transfer`, payload: { contact_id: bob, dismiss_self: true }, status: 204 },
    asks: ['channel.transfer', { channelId, newOwner: bob, dismissSelf: true }],
  },
];

t.test('each route asks the worker and tells what it answers', async (t) => {
  const { app, calls } = await testApp(t);
  for (const { method, url, payload, status = 200, asks, answers } of [...questions, ...commands]) {
    calls.length = 0;
    const response = await app.inject({ method, url, headers: auth, ...(payload === undefined ? {} : { payload }) });
    t.equal(response.statusCode, status, `${method} ${url}`);
    if (answers !== undefined) t.match(response.json(), answers, `${method} ${url}`);
    t.strictSame(calls, [{ name: 'ask', args: ['user_1-Main', ...asks] }], `${method} ${url}`);
  }
});

t.test('what cannot be meant is refused before any worker is asked', async (t) => {
  const { app, calls } = await testApp(t);
  const bad: Pick<Request, 'method' | 'url' | 'payload'>[] = [
    { method: 'GET', url: `${session}/channels/120363000000000001@g.us` },
    { method: 'GET', url: `${session}/channels?limit=0` },
    { method: 'GET', url: `${channel}/messages?limit=101` },
    { method: 'GET', url: `${channel}/messages?before=yesterday` },
    { method: 'GET', url: `${session}/channel-directory?country=xx` },
    { method: 'GET', url: `${session}/channel-directory?view=best` },
    { method: 'POST', url: `${session}/channels`, payload: { name: '' } },
    { method: 'PATCH', url: channel, payload: {} },
    { method: 'PATCH', url: channel, payload: { reactions: 'some' } },
    { method: 'POST', url: `${channel}/subscribe`, payload: { really: true } },
    { method: 'POST', url: `${channel}/admin-invites`, payload: { contact_id: channelId } },
    { method: 'DELETE', url: `${channel}/admins/bob` },
    { method: 'POST', url: `${channel}/transfer`, payload: {} },
  ];
  for (const { method, url, payload } of bad) {
    const response = await app.inject({ method, url, headers: auth, ...(payload === undefined ? {} : { payload }) });
    t.match(response.json(), { status: 400, code: /^SUP_/ }, `${method} ${url}`);
  }
  t.strictSame(calls, []);
});
