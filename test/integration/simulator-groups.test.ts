import { LibraryClient, linkedClient, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import t from 'tap';
import type { GroupChat } from 'whatsapp-web.js';

const [ann, bob, cat] = ['15550000001', '15550000002', '15550000003'] as const;
const simulator = await Simulator.start({
  phones: [
    { number: ann, name: 'Ann' },
    { number: bob, name: 'Bob' },
    { number: cat, name: 'Cat' },
  ],
});
t.teardown(() => simulator.close());
const annPath = { simulator, dataPath: await temporaryFolder(t), clientId: 'ann' };
const library = await linkedClient(annPath, ann);
t.teardown(() => library.close());
const [annPhone, bobPhone, catPhone] = [simulator.phone(ann), simulator.phone(bob), simulator.phone(cat)];
const { group } = bobPhone.groups.create('Friends', [ann, cat]);

type Notification = { type: string; chatId: string; author: string; recipientIds: string[]; body: string };

async function notification(name: 'group_join' | 'group_leave' | 'group_admin_changed' | 'group_membership_request' | 'group_update') {
  const [event] = await library.next(name);
  const { type, chatId, author, recipientIds, body } = event as Notification;
  return { type, chatId, author, recipientIds, body };
}

t.test('a group is a chat with its members, and the library says who they are', async (test) => {
  test.match(await notification('group_update'), {
    ...{ type: 'create', chatId: group.id, author: `${bob}@c.us`, body: 'Friends' },
    recipientIds: [`${ann}@c.us`, `${cat}@c.us`],
  });
  const chat = (await library.client.getChatById(group.id)) as GroupChat;
  test.match(chat, { isGroup: true, name: 'Friends', isReadOnly: false, unreadCount: 0, owner: { _serialized: `${bob}@c.us` } });
  test.same(
    chat.participants.map(({ id, isAdmin, isSuperAdmin }) => [id._serialized, isAdmin, isSuperAdmin]),
    [
      [`${bob}@c.us`, true, true],
      [`${ann}@c.us`, false, false],
      [`${cat}@c.us`, false, false],
    ],
  );
});

t.test('texts in a group say who wrote them, are counted, and are acknowledged when all have them', async (test) => {
  catPhone.goOffline();
  bobPhone.send(group.id, 'who comes?');
  const received = await library.nextMessage();
  test.match(received, { body: 'who comes?', from: group.id, to: `${ann}@c.us`, author: `${bob}@c.us`, fromMe: false });
  test.match(received.id, { participant: `${bob}@c.us`, remote: group.id });
  test.match(await library.client.getChatById(group.id), { unreadCount: 1 });
  await library.client.sendSeen(group.id);
  const sent = await received.reply('I do');
  test.match(sent, { from: `${ann}@c.us`, to: group.id, fromMe: true, author: undefined });
  await library.nextAck(sent.id._serialized, 1);
  catPhone.goOnline();
  await library.nextAck(sent.id._serialized, 2);
  bobPhone.read(group.id);
  catPhone.read(group.id);
  await library.nextAck(sent.id._serialized, 3);
  test.equal((await bobPhone.waitForMessage(({ body }) => body === 'I do')).to, group.id);
  bobPhone.react(sent.id.id, '👍');
  const [reaction] = await library.next('message_reaction');
  test.match(reaction, { reaction: '👍', senderId: `${bob}@c.us`, msgId: { _serialized: sent.id._serialized } });
});

t.test('what happens in a group comes as the library’s events', async (test) => {
  const base = { chatId: group.id, author: `${bob}@c.us` };
  bobPhone.groups.remove(group.id, [cat]);
  test.match(await notification('group_leave'), { ...base, type: 'remove', recipientIds: [`${cat}@c.us`] });
  bobPhone.groups.add(group.id, [cat]);
  test.match(await notification('group_join'), { ...base, type: 'add', recipientIds: [`${cat}@c.us`] });
  bobPhone.groups.promote(group.id, [ann]);
  test.match(await notification('group_admin_changed'), { ...base, type: 'promote', recipientIds: [`${ann}@c.us`] });
  bobPhone.groups.update(group.id, { subject: 'Best friends', description: 'us', announce: true });
  test.match(await notification('group_update'), { ...base, type: 'subject', body: 'Best friends' });
  test.match(await notification('group_update'), { ...base, type: 'description', body: 'us' });
  test.match(await notification('group_update'), { ...base, type: 'announce', body: 'on' });
  catPhone.groups.leave(group.id);
  test.match(await notification('group_leave'), { type: 'leave', author: `${cat}@c.us`, recipientIds: [`${cat}@c.us`] });
  bobPhone.groups.update(group.id, { approval: true });
  test.match(await notification('group_update'), { type: 'membership_approval_mode' });
  catPhone.groups.join(bobPhone.groups.inviteCode(group.id));
  test.match(await notification('group_membership_request'), { chatId: group.id, author: `${cat}@c.us` });
  test.match(await library.client.getChatById(group.id), { name: 'Best friends', description: 'us' });
});

t.test('a group of hidden ids names its members by them, and a message its author', async (test) => {
  const { group: hidden } = bobPhone.groups.create('Hidden', [ann], { addressing: 'lid' });
  const { lid } = await library.client.getContactLidAndPhone([`${bob}@c.us`]).then(([found]) => found ?? { lid: '' });
  test.match(await notification('group_update'), { type: 'create', author: lid });
  bobPhone.send(hidden.id, 'psst');
  const message = await library.nextMessage();
  test.match(message, { author: lid, from: hidden.id });
  const sent = await library.client.sendMessage(hidden.id, 'yes?');
  await library.nextAck(sent.id._serialized, 2);
  const chat = (await library.client.getChatById(hidden.id)) as GroupChat;
  test.same(
    chat.participants.map(({ id }) => id._serialized),
    [`${bob}@c.us`, `${ann}@c.us`],
  );
});

t.test('what happened while a browser was away waits for it, the group’s making too', async (test) => {
  await library.close();
  const { group: late } = catPhone.groups.create('Late', [ann]);
  catPhone.send(late.id, 'are you there?');
  bobPhone.send(group.id, 'and you?');
  const again = new LibraryClient(annPath);
  test.teardown(() => again.close());
  await again.untilReady();
  const bodies = [await again.nextMessage(), await again.nextMessage()].map(({ body, author }) => [body, author]);
  test.same(bodies, [
    ['are you there?', `${cat}@c.us`],
    ['and you?', `${bob}@c.us`],
  ]);
  const [created] = await again.next('group_update');
  test.match(created, { type: 'create', chatId: late.id });
  test.match(await again.client.getChatById(late.id), { name: 'Late', unreadCount: 1 });
  const history = await (await again.client.getChatById(group.id)).fetchMessages({ limit: 100 });
  test.same(
    history.map(({ body }) => body),
    ['who comes?', 'I do', 'and you?'],
    'what only says what happened is no message',
  );
  annPhone.groups.leave(late.id);
  await again.next('group_leave');
  await again.client.sendMessage(late.id, 'gone').then((sent) => again.nextAck(sent.id._serialized, -1));
});
