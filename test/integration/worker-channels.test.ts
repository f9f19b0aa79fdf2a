import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { mediaFilePath, newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { pair, stop } from '../support/linked-worker.ts';
import { picture } from '../support/media-samples.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const bob = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const ann = simulator.addPhone({ number: '15550000001', name: 'Ann', contacts: [{ number: bob.number, name: 'Bob' }] });
const elsewhere = '120363000000000000@newsletter';
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
const bobs = bob.channels.create('Bob’s news', 'daily');
bob.channels.post(bobs.id, 'from before');
const worker = await pair(bench, ann);
mkdirSync(bench.mediaDir, { recursive: true });

t.teardown(async () => {
  await stop(bench, worker);
  await bench.close();
  await simulator.close();
});

const get = async (channelId: string) => (await supervisor.request('channel.get', { channelId })).channel;
const send = (to: string, text: string) => supervisor.request('message.send', { idempotencyKey: text, to, text });
const posts = (channelId: string, limit: number, before: string | null = null) =>
  supervisor.request('channel.messages', { channelId, limit, ...(before === null ? {} : { beforeMessage: before }) });
const search = { countryCodes: [], view: 'recommended' as const, skipSubscribed: false };
const names = async (text: string, limit = 50) =>
  (await supervisor.request('channel.search', { ...search, text, limit })).channels.map(({ name }) => name);
const make = async (name: string) => (await supervisor.request('channel.create', { name, description: '' })).channelId;

await t.test('a channel is found, looked at, followed, muted and left', async (t) => {
  t.same(await names('news'), ['Bob’s news']);
  t.same(await names('news', 1), ['Bob’s news']);
  t.same(await names('weather'), []);
  const byInvite = await supervisor.request('channel.by_invite', { inviteCode: bobs.inviteCode });
  const expected = { channel_id: bobs.id, name: 'Bob’s news', description: 'daily', role: 'guest', subscriber_count: 1, muted: false };
  t.match(byInvite.channel, { ...expected, reactions: 'all', invite_link: `https://whatsapp.com/channel/${bobs.inviteCode}` });
  const { channels: before } = await supervisor.request('channel.list', { after: null, limit: 10 });
  t.same(before, [], 'what was only looked at is none of the account’s');
  await supervisor.request('channel.set_subscribed', { channelId: bobs.id, subscribed: true });
  t.same(bobs.subscribers, [ann.number]);
  t.match(await get(bobs.id), { role: 'subscriber', subscriber_count: 2 });
  await supervisor.request('channel.set_muted', { channelId: bobs.id, muted: true });
  t.match(await get(bobs.id), { muted: true });
  await supervisor.request('channel.set_muted', { channelId: bobs.id, muted: false });
  t.match(await get(bobs.id), { muted: false });
  const own = await make('Own');
  const first = await supervisor.request('channel.list', { after: null, limit: 1 });
  const second = await supervisor.request('channel.list', { after: first.next, limit: 1 });
  t.same(new Set([first.channels[0]?.channel_id, second.channels[0]?.channel_id]), new Set([own, bobs.id]));
  t.equal(second.next, null);
  await supervisor.request('channel.set_subscribed', { channelId: bobs.id, subscribed: false });
  t.same(bobs.subscribers, []);
});

await t.test('posts are read, the newest first, and come as messages', async (t) => {
  await supervisor.request('channel.set_subscribed', { channelId: bobs.id, subscribed: true });
  for (let index = 0; index < 60; index += 1) bob.channels.post(bobs.id, `post ${index}`);
  const last = await supervisor.when('the last post', () =>
    supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.text === 'post 59'),
  );
  t.match(last, { message: { chat_id: bobs.id, from: bobs.id, from_me: false } });
  const { messages } = await supervisor.request('channel.messages', { channelId: bobs.id, limit: 61 });
  t.same([messages[0]?.text, messages.at(-1)?.text, messages.length], ['post 59', 'from before', 61]);
  const told: string[] = [];
  let next: string | null | undefined;
  for (let page = 0; next !== null && page < 10; page += 1) {
    const { messages: some, nextBefore } = await posts(bobs.id, 25, next);
    told.push(...some.map(({ text }) => text));
    next = nextBefore;
  }
  t.same(told, [...Array.from({ length: 60 }, (_, index) => `post ${59 - index}`), 'from before'], 'each once, by pages');
  const unknown = `false_${bobs.id}_3EB0FFFF`;
  await t.rejects(posts(bobs.id, 5, unknown), { code: 'WRK_MESSAGE_NOT_FOUND', statusCode: 404 });
  t.match(await get(bobs.id), { unread_count: 60 });
  t.match(await supervisor.request('channel.seen', { channelId: bobs.id }), { channel: { unread_count: 0 } });
  t.equal(bobs.readBy?.[ann.number], bobs.posts.at(-1)?.serverId);
  await t.rejects(send(bobs.id, 'may I?'), { code: 'WRK_CHAT_READ_ONLY', statusCode: 403 });
  await t.rejects(send(elsewhere, 'anybody?'), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
});

await t.test('the file of a post is fetched, one that came and one from before', async (t) => {
  const image = { type: 'image' as const, mimetype: 'image/png', bytes: picture(4, 3), width: 4, height: 3 };
  const { id } = bob.channels.postMedia(bobs.id, image);
  await supervisor.when('the picture', () =>
    supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.message_id.endsWith(id)),
  );
  const [post] = (await posts(bobs.id, 1)).messages;
  t.match(post, { has_media: true, media: { mime_type: 'image/png', width: 4 } });
  const file = newMediaFileName();
  await supervisor.request('message.download_media', { messageId: post?.message_id ?? '', file, maxBytes: 1_000_000 });
  t.ok(readFileSync(mediaFilePath(bench.mediaDir, file)).equals(image.bytes));
});

await t.test('a channel’s picture is set and taken away, by who may', async (t) => {
  const channelId = await make('Pictured');
  const [file, bytes] = [newMediaFileName(), picture(40, 20)];
  writeFileSync(mediaFilePath(bench.mediaDir, file), bytes);
  const set = (channel: string, size = bytes.length) =>
    supervisor.request('channel.set_picture', { channelId: channel, file, mimeType: 'image/png', size });
  await set(channelId);
  t.same(ann.channels.pictureOf(channelId)?.subarray(0, 3), Buffer.from([0xff, 0xd8, 0xff]), 'the page made it a JPEG');
  await t.rejects(set(channelId, 1), { code: 'WRK_MEDIA_FILE_UNUSABLE' });
  writeFileSync(mediaFilePath(bench.mediaDir, file), bytes.fill(0));
  await t.rejects(set(channelId), { code: 'WRK_PICTURE_REFUSED', statusCode: 422 });
  t.ok(ann.channels.pictureOf(channelId), 'the one before is still there');
  await supervisor.request('channel.remove_picture', { channelId });
  t.equal(ann.channels.pictureOf(channelId), undefined);
  await t.rejects(set(bobs.id), { code: 'WRK_CHANNEL_ROLE', statusCode: 403 });
  await t.rejects(supervisor.request('channel.remove_picture', { channelId: bobs.id }), { code: 'WRK_CHANNEL_ROLE' });
});

await t.test('an own channel is made, changed, posted in and deleted', async (t) => {
  const channelId = await make('Mine');
  const change = { name: 'Ours', description: 'about us', reactions: 'basic' as const };
  const { channel } = await supervisor.request('channel.update', { channelId, change });
  t.match(channel, { name: 'Ours', description: 'about us', reactions: 'basic', role: 'owner' });
  await supervisor.request('channel.update', { channelId, change: { reactions: 'none' } });
  t.match(await get(channelId), { reactions: 'none' });
  await send(channelId, 'hello followers');
  t.match(ann.channels.get(channelId).posts, [{ body: 'hello followers', by: ann.number }]);
  bob.channels.subscribe(channelId);
  const { subscribers } = await supervisor.request('channel.subscribers', { channelId, limit: 10 });
  t.match(subscribers, [{ contact_id: `${bob.number}@c.us`, role: 'subscriber' }]);
  await t.rejects(supervisor.request('channel.set_subscribed', { channelId, subscribed: false }), { code: 'WRK_CHANNEL_ROLE' });
  await supervisor.request('channel.delete', { channelId });
  await t.rejects(get(channelId), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
});

await t.test('admins are invited, accept, are dismissed, and a channel is given away', async (t) => {
  const channelId = await make('Shared');
  const person = { channelId, person: bob.number };
  await t.rejects(supervisor.request('channel.revoke_admin_invite', person), { code: 'WRK_CHANNEL_REFUSED', statusCode: 403 });
  const invite = (someone: string) => supervisor.request('channel.invite_admin', { channelId, person: someone, comment: 'help me' });
  await t.rejects(invite('15559999999'), { code: 'WRK_NOT_ON_WHATSAPP', statusCode: 422 });
  await invite(bob.number);
  await bob.waitForMessage(({ body, attributes }) => body === 'help me' && attributes['type'] === 'newsletter_admin_invite');
  await supervisor.request('channel.revoke_admin_invite', person);
  t.throws(() => bob.channels.acceptAdminInvite(channelId), { code: 'SIM_CHANNEL_FORBIDDEN' });
  const transfer = { channelId, newOwner: bob.number, dismissSelf: true };
  await t.rejects(supervisor.request('channel.transfer', transfer), { code: 'WRK_CHANNEL_REFUSED' }, 'to an admin only');
  await invite(bob.number);
  bob.channels.acceptAdminInvite(channelId);
  await supervisor.request('channel.demote_admin', person);
  await t.rejects(supervisor.request('channel.demote_admin', person), { code: 'WRK_CHANNEL_REFUSED' });
  await invite(bob.number);
  bob.channels.acceptAdminInvite(channelId);
  await supervisor.request('channel.transfer', transfer);
  t.match(bob.channels.get(channelId), { owner: bob.number, admins: [], subscribers: [ann.number] });
  bob.channels.inviteAdmin(channelId, ann.number);
  await supervisor.request('channel.accept_admin_invite', { channelId });
  t.match(await get(channelId), { role: 'admin' });
});

await t.test('what the account’s role does not allow is refused, and an unknown channel is not found', async (t) => {
  const [channelId, person] = [bobs.id, bob.number];
  const forOthers: (() => Promise<unknown>)[] = [
    () => supervisor.request('channel.update', { channelId, change: { name: 'Mine' } }),
    () => supervisor.request('channel.delete', { channelId }),
    () => supervisor.request('channel.subscribers', { channelId, limit: 1 }),
    () => supervisor.request('channel.invite_admin', { channelId, person, comment: '' }),
    () => supervisor.request('channel.demote_admin', { channelId, person }),
    () => supervisor.request('channel.transfer', { channelId, newOwner: person, dismissSelf: false }),
  ];
  for (const request of forOthers) await t.rejects(request(), { code: 'WRK_CHANNEL_ROLE', statusCode: 403 });
  t.match(bob.channels.get(bobs.id), { name: 'Bob’s news', owner: bob.number });
  await t.rejects(supervisor.request('channel.accept_admin_invite', { channelId }), { code: 'WRK_INVITE_NOT_FOUND', statusCode: 404 });
  await t.rejects(supervisor.request('channel.by_invite', { inviteCode: 'nonsense' }), { code: 'WRK_INVITE_NOT_FOUND', statusCode: 404 });
  const unknown: (() => Promise<unknown>)[] = [
    () => get(elsewhere),
    () => supervisor.request('channel.messages', { channelId: elsewhere, limit: 1 }),
    () => supervisor.request('channel.set_subscribed', { channelId: elsewhere, subscribed: true }),
  ];
  for (const request of unknown) await t.rejects(request(), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
  t.same(supervisor.violations, []);
});
