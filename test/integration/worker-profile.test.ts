import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore } from '../support/linked-worker.ts';
import { picture } from '../support/media-samples.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const [shop, bob] = ['15550000001', '15550000002'] as const;
const simulator = await Simulator.start({
  phones: [
    { number: shop, name: 'The Shop', platform: 'smba', contacts: [{ number: bob, name: 'Bob Builder' }] },
    { number: bob, name: 'Bob', contacts: [{ number: shop, name: 'Shop' }] },
  ],
});
const [shopPhone, bobPhone] = [simulator.phone(shop), simulator.phone(bob)];
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;

t.teardown(async () => {
  await bench.close();
  await simulator.close();
});
t.before(async () => {
  await link(bench, shopPhone);
  shopPhone.profile.addLabel('New customer', '#ff0000');
  shopPhone.profile.addLabel('Paid', '#00ff00');
  bobPhone.send(shop, 'hi, this is Bob');
  await restore(bench);
  await supervisor.fact('message.received');
});

const ofBob = { contactId: bob };
const noIds = { after: null, limit: 100 };

/** Puts a file into the session's media folder as the supervisor does. */
function mediaFile(bytes: Buffer) {
  const file = newMediaFileName();
  mkdirSync(bench.mediaDir, { recursive: true });
  writeFileSync(join(bench.mediaDir, file), bytes);
  return { file, size: bytes.length };
}

await t.test('the own profile is told and changed; a business has its name on the phone only', async (t) => {
  t.match(await supervisor.request('profile.get', {}), { phone: shop, name: 'The Shop', platform: 'smba', pictureUrl: null, lid: /@lid$/ });
  await supervisor.request('profile.set_about', { about: 'Open till six' });
  t.equal(shopPhone.profile.about, 'Open till six');
  t.match(await supervisor.request('profile.get', {}), { about: 'Open till six', webVersion: /^\d/ });
  await t.rejects(supervisor.request('profile.set_name', { name: 'Other' }), { code: 'WRK_NAME_FIXED', statusCode: 403 });
});

await t.test('a picture is set as a square JPEG, and taken away; what is no picture is refused', async (t) => {
  await supervisor.request('profile.set_picture', { ...mediaFile(picture(40, 20)), mimeType: 'image/png' });
  t.same(shopPhone.profile.picture?.subarray(0, 3), Buffer.from([0xff, 0xd8, 0xff]));
  t.match(await supervisor.request('profile.get', {}), { pictureUrl: /^https:/ });
  await supervisor.request('profile.remove_picture', {});
  t.equal(shopPhone.profile.picture, undefined);
  await supervisor.request('profile.remove_picture', {});
  const text = { ...mediaFile(Buffer.from('no picture')), mimeType: 'image/png' } as const;
  await t.rejects(supervisor.request('profile.set_picture', text), { code: 'WRK_PICTURE_REFUSED', statusCode: 422 });
  const nowhere = { file: newMediaFileName(), size: 1, mimeType: 'image/png' } as const;
  await t.rejects(supervisor.request('profile.set_picture', nowhere), { code: 'WRK_MEDIA_FILE_UNUSABLE' });
});

await t.test('the account is shown as online and not, and the settings of its client are kept', async (t) => {
  await supervisor.request('presence.set', { available: true });
  await supervisor.request('profile.get', {});
  t.equal(shopPhone.profile.isAvailable, true);
  await supervisor.request('presence.set', { available: false });
  await supervisor.request('profile.get', {});
  t.equal(shopPhone.profile.isAvailable, false);
  t.match(await supervisor.request('settings.get', {}), { autoDownloadPhotos: true, backgroundSync: false });
  const changed = await supervisor.request('settings.set', { autoDownloadPhotos: false, backgroundSync: true });
  const others = { autoDownloadAudio: true, autoDownloadDocuments: true, autoDownloadVideos: true };
  t.same(changed, { ...others, autoDownloadPhotos: false, backgroundSync: true });
  t.same(await supervisor.request('settings.get', {}), changed);
});

await t.test('labels are listed, with their chats; a chat gets others', async (t) => {
  const [first, second] = [
    { label_id: '1', name: 'New customer', color: '#ff0000' },
    { label_id: '2', name: 'Paid', color: '#00ff00' },
  ];
  t.same(await supervisor.request('label.list', {}), { labels: [first, second] });
  const ofChat = { chatId: `+${bob}` };
  t.same(await supervisor.request('label.of_chat', ofChat), { labels: [] });
  t.same(await supervisor.request('label.set_of_chat', { ...ofChat, labelIds: ['1'] }), { labels: [first] });
  await supervisor.request('label.set_of_chat', { ...ofChat, labelIds: ['2'] });
  t.same(await supervisor.request('label.of_chat', ofChat), { labels: [second] });
  t.same(
    shopPhone.profile.labels.map(({ chats }) => chats),
    [[], [bob]],
  );
  const ofLabel = { labelId: '2', ...noIds };
  t.same(await supervisor.request('label.chats', ofLabel), { label: second, chatIds: [`${bob}@c.us`], next: null });
  await t.rejects(supervisor.request('label.chats', { ...ofLabel, labelId: '9' }), { code: 'WRK_LABEL_NOT_FOUND', statusCode: 404 });
  await t.rejects(supervisor.request('label.set_of_chat', { ...ofChat, labelIds: ['2', '9'] }), { code: 'WRK_LABEL_NOT_FOUND' });
  await t.rejects(supervisor.request('label.of_chat', { chatId: '15550000009' }), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
});

await t.test('a note is kept of a customer', async (t) => {
  t.same(await supervisor.request('contact.note', ofBob), { note: null });
  await supervisor.request('contact.set_note', { ...ofBob, content: 'Wants nuts' });
  t.match(await supervisor.request('contact.note', ofBob), { note: { content: 'Wants nuts', created_at: /^20/, modified_at: /^20/ } });
  t.equal(shopPhone.profile.noteOf(bob), 'Wants nuts');
});

await t.test('a status is shown once a key, and is not any more; those of others are told', async (t) => {
  const status = { idempotencyKey: 'one', text: 'Sale!', backgroundColor: '#336699', font: 2 };
  const { messageId } = await supervisor.request('status.send', status);
  t.same(await supervisor.request('status.send', status).then((again) => again.messageId), messageId);
  t.match(shopPhone.profile.statuses, [{ text: 'Sale!', color: 0xff336699, font: 2 }]);
  t.equal(shopPhone.profile.statuses.length, 1);
  bobPhone.profile.postStatus('Building');
  await supervisor.when('the status of Bob', () =>
    supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.text === 'Building'),
  );
  const { broadcasts } = await supervisor.request('broadcast.list', noIds);
  t.match(broadcasts, [
    { contact_id: `${shop}@c.us`, total_count: 1 },
    { contact_id: `${bob}@c.us`, total_count: 1, unread_count: 1 },
  ]);
  t.match(await supervisor.request('broadcast.get', ofBob), {
    broadcast: { total_count: 1 },
    messages: [{ text: 'Building', from_me: false }],
  });
  await supervisor.request('status.revoke', { messageId });
  t.same(shopPhone.profile.statuses, []);
  await t.rejects(supervisor.request('status.revoke', { messageId }), { code: 'WRK_MESSAGE_NOT_FOUND', statusCode: 404 });
  t.same(await supervisor.request('broadcast.get', { contactId: shop }), { broadcast: null, messages: [] });
});

await t.test('a call that rings is rejected; a link to a call is made', async (t) => {
  const { id } = bobPhone.calls.ring(shop);
  await supervisor.request('profile.get', {});
  await supervisor.request('call.reject', { callId: id });
  t.match(await bobPhone.calls.whenOver(id), { state: 'rejected' });
  await t.rejects(supervisor.request('call.reject', { callId: 'ABC' }), { code: 'WRK_CALL_NOT_FOUND', statusCode: 404 });
  const { url } = await supervisor.request('call.create_link', { startTimeMs: Date.now() + 60_000, kind: 'video' });
  t.match(url, /^https:\/\/call\.whatsapp\.com\/video\//);
});

await t.test('an event is announced, changed and canceled', async (t) => {
  const content = {
    kind: 'scheduled_event',
    name: 'Opening',
    start_time: '2027-01-01T10:00:00+01:00',
    duration_minutes: 90,
    location: 'Here',
  } as const;
  const sent = await supervisor.request('message.send_content', { idempotencyKey: 'event', to: bob, content });
  const arrived = await bobPhone.waitForMessage(({ attributes }) => attributes['eventName'] === 'Opening');
  const startsAt = Date.parse('2027-01-01T09:00:00Z') / 1_000;
  t.match(arrived.attributes, { type: 'event_creation', eventStartTime: startsAt, eventEndTime: startsAt + 5_400, eventJoinLink: null });
  const told = await supervisor.when('the event', () =>
    supervisor.facts.find((fact) => fact.type === 'message.sent' && fact.message.message_id === sent.messageId),
  );
  const times = { start_time: '2027-01-01T09:00:00.000Z', end_time: '2027-01-01T10:30:00.000Z' };
  t.match(told, { message: { text: 'Opening', scheduled_event: { name: 'Opening', ...times, location: 'Here', canceled: false } } });
  const { messageId } = sent;
  const event = { name: 'Grand opening', start_time: content.start_time, call: 'video' } as const;
  const changed = await supervisor.request('scheduled_event.edit', { messageId, event, canceled: true });
  t.match(changed.scheduled_event, { name: 'Grand opening', end_time: null, location: null, call_link: /^https:/, canceled: true });
  t.match(bobPhone.messages(shop).at(-1)?.attributes, { eventName: 'Grand opening', isEventCanceled: true });
  await t.rejects(supervisor.request('scheduled_event.edit', { messageId, event, canceled: false }), { code: 'WRK_NOT_FOR_MESSAGE' });
});

await t.test('the phone is asked for the history of a chat once', async (t) => {
  const chatId = `${bob}@c.us`;
  t.same(await supervisor.request('chat.sync_history', { chatId }), { requested: true });
  t.same(await supervisor.request('chat.sync_history', { chatId }), { requested: false });
  await t.rejects(supervisor.request('chat.sync_history', { chatId: '15550000009' }), { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 });
});

await t.test('an announced event is answered', async (t) => {
  const { id } = bobPhone.sendEvent(shop, 'Opening', new Date(Date.now() + 3_600_000));
  const messageId = `false_${bob}@c.us_${id}`;
  await supervisor.when('the event', () =>
    supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.message_id === messageId),
  );
  const replies = () => bobPhone.messages(shop).find((message) => message.id === id)?.eventReplies;
  await supervisor.request('scheduled_event.respond', { messageId, response: 'maybe' });
  t.same(replies(), { [shop]: 3 });
  await supervisor.request('scheduled_event.respond', { messageId, response: 'none' });
  t.same(replies(), {});
  const foreign = { messageId, event: { name: 'Mine', start_time: '2027-01-01T10:00:00Z' }, canceled: false };
  await t.rejects(supervisor.request('scheduled_event.edit', foreign), { code: 'WRK_MESSAGE_NOT_OWN', statusCode: 403 });
  const text = await supervisor.fact('message.received');
  const noEvent = { messageId: text.message.message_id, response: 'going' } as const;
  await t.rejects(supervisor.request('scheduled_event.respond', noEvent), { code: 'WRK_NOT_FOR_MESSAGE', statusCode: 422 });
  const unknown = { messageId: `false_${bob}@c.us_ABC`, response: 'going' } as const;
  await t.rejects(supervisor.request('scheduled_event.respond', unknown), { code: 'WRK_MESSAGE_NOT_FOUND', statusCode: 404 });
  t.same(supervisor.violations, []);
});
