import { AccountStore } from '@whatsapp-service/simulator/accounts/account-store.ts';
import { AccountView } from '@whatsapp-service/simulator/messages/account-view.ts';
import { GroupOffice } from '@whatsapp-service/simulator/groups/group-office.ts';
import { GroupStore } from '@whatsapp-service/simulator/groups/group-store.ts';
import { ChatBook } from '@whatsapp-service/simulator/messages/chat-book.ts';
import { MessageStore } from '@whatsapp-service/simulator/messages/message-store.ts';
import { PostOffice } from '@whatsapp-service/simulator/messages/post-office.ts';
import t from 'tap';

const [ann, bob, nobody] = ['15550000001', '15550000002', '15550000009'] as const;

function town() {
  const accounts = new AccountStore({ maxDevices: 4, changed: () => undefined });
  for (const [number, name] of [
    [ann, 'Ann'],
    [bob, 'Bob'],
  ] as const) {
    accounts.add({ number, name });
    accounts.commitDevice(accounts.prepareDevice(number).device);
  }
  const messages = new MessageStore();
  const groups = new GroupStore();
  const [changed, now] = [() => undefined, () => 1_000_000];
  const postOffice = new PostOffice({ accounts, groups, messages, changed, now });
  const groupOffice = new GroupOffice({ accounts, groups, postOffice, changed, now });
  const [annDevice, bobDevice] = accounts.devices();
  if (!annDevice || !bobDevice) throw new Error('Both have a device.');
  const view = new AccountView(accounts, groups, messages, new ChatBook([], () => undefined));
  return { accounts, messages, postOffice, groupOffice, annDevice, bobDevice, view };
}

t.test('a message to an online phone is delivered at once, and its devices get it', async (test) => {
  const { postOffice, annDevice, bobDevice } = town();
  const record = postOffice.send({ from: ann, to: bob, body: 'hi', sentBy: annDevice.id });
  test.match(record, { ack: 2, t: 1000 });
  test.match(bobDevice.pending, [{ kind: 'message', sequence: 1, messageId: record.id }]);
  test.match(annDevice.pending, [
    { kind: 'ack', ack: 1, knownAck: 0 },
    { kind: 'ack', ack: 2, knownAck: 1 },
  ]);
  postOffice.received(annDevice, 1);
  test.match(annDevice.pending, [{ sequence: 2 }]);
  postOffice.read(bob, ann);
  test.equal(record.ack, 3);
});

t.test('a message sent twice with one id is one message', async (test) => {
  const { postOffice, messages, annDevice } = town();
  const letter = { id: 'A', from: ann, to: bob, body: 'hi', sentBy: annDevice.id };
  test.equal(postOffice.send(letter), postOffice.send(letter));
  test.equal(messages.all().length, 1);
});

t.test('to an offline phone a message is delivered when a device has it, or the phone is back', async (test) => {
  const { accounts, postOffice, bobDevice } = town();
  accounts.update(bob, { online: false });
  const first = postOffice.send({ from: ann, to: bob, body: '1', sentBy: 'phone' });
  const second = postOffice.send({ from: ann, to: bob, body: '2', sentBy: 'phone' });
  test.strictSame([first.ack, second.ack], [1, 1]);
  postOffice.received(bobDevice, 1);
  test.strictSame([first.ack, second.ack], [2, 1]);
  postOffice.arrived(bob);
  test.strictSame([first.ack, second.ack], [2, 2]);
});

t.test('to a number without a phone, and to a banned one, a message stays with the server', async (test) => {
  const { accounts, postOffice } = town();
  test.equal(postOffice.send({ from: ann, to: nobody, body: '?', sentBy: 'phone' }).ack, 1);
  accounts.update(bob, { banned: true });
  test.equal(postOffice.send({ from: ann, to: bob, body: '?', sentBy: 'phone' }).ack, 1);
});

t.test('a message to oneself is read', async (test) => {
  const { postOffice, annDevice } = town();
  test.equal(postOffice.send({ from: ann, to: ann, body: 'note', sentBy: 'phone' }).ack, 3);
  test.equal(annDevice.pending.filter(({ kind }) => kind === 'message').length, 1, 'once, not for each side');
});

t.test('only those in a chat react to its messages', async (test) => {
  const { postOffice, bobDevice } = town();
  const { id } = postOffice.send({ from: ann, to: bob, body: 'hi', sentBy: 'phone' });
  postOffice.react(ann, id, '!');
  test.match(bobDevice.pending.at(-1), { kind: 'reaction', messageId: id, sender: ann });
  test.throws(() => postOffice.react(nobody, id, '!'), { code: 'SIM_MESSAGE_UNKNOWN' });
  test.throws(() => postOffice.react(ann, 'none', '!'), { code: 'SIM_MESSAGE_UNKNOWN' });
});

t.test('a snapshot leaves out what still waits for the device, and has the acks it knows', async (test) => {
  const { accounts, postOffice, annDevice, bobDevice, view } = town();
  const seen = postOffice.send({ from: ann, to: bob, body: 'seen', sentBy: 'phone' });
  postOffice.received(bobDevice, 1);
  postOffice.received(annDevice, 3);
  postOffice.send({ from: ann, to: bob, body: 'waiting', sentBy: 'phone' });
  const { chats } = view.snapshot(accounts.get(bob), bobDevice);
  test.match(chats, [
    { contact: { number: ann, pushname: 'Ann', name: null }, unreadCount: 1, messages: [{ id: seen.id, fromMe: false, ack: 1 }] },
  ]);
  test.equal(chats[0]?.messages.length, 1);
  postOffice.read(bob, ann);
  const own = view.snapshot(accounts.get(ann), annDevice).chats[0];
  test.match(own, { unreadCount: 0, messages: [{ id: seen.id, fromMe: true, ack: 2 }] }, 'the third ack is still to be told');
});

t.test('history comes in pages before a message', async (test) => {
  const { postOffice, bobDevice, view } = town();
  for (let index = 0; index < 120; index += 1) postOffice.send({ id: `m${index}`, from: ann, to: bob, body: '', sentBy: 'phone' });
  postOffice.received(bobDevice, Number.MAX_SAFE_INTEGER);
  const ids = (before: string | null) => view.earlier(bobDevice, ann, before).map(({ id }) => id);
  test.strictSame([ids('m100').length, ids('m100').at(0), ids('m100').at(-1)], [50, 'm50', 'm99']);
  test.strictSame(ids('m2'), ['m0', 'm1']);
  test.strictSame(ids('m0'), []);
  test.equal(ids(null).at(-1), 'm119');
});

t.test('a message in a group gets as far as it has with the last of its readers', async (test) => {
  const { accounts, postOffice, groupOffice, bobDevice, messages } = town();
  const cat = accounts.add({ number: '15550000003', name: 'Cat' }).number;
  const { group } = groupOffice.create(ann, { subject: 'Three', participants: [bob, cat] });
  accounts.update(cat, { online: false });
  const record = postOffice.send({ from: ann, to: group.id, body: 'all', sentBy: 'phone' });
  test.equal(record.ack, 1, 'one of them is offline');
  accounts.update(cat, { online: true });
  postOffice.arrived(cat);
  test.equal(record.ack, 2);
  test.strictSame(messages.unread(bob, group.id), [record], 'and not the notice of the group');
  postOffice.read(bob, group.id);
  test.equal(record.ack, 2);
  postOffice.read(cat, group.id);
  test.equal(record.ack, 3);
  test.match(bobDevice.pending, [{ kind: 'message' }, { kind: 'message', messageId: record.id }]);
});

t.test('whoever comes later sees nothing of what was written before, and who is out nothing of what follows', async (test) => {
  const { accounts, postOffice, groupOffice, messages } = town();
  const cat = accounts.add({ number: '15550000003', name: 'Cat' }).number;
  const { group } = groupOffice.create(ann, { subject: 'Two', participants: [bob] });
  postOffice.send({ id: 'before', from: ann, to: group.id, body: '', sentBy: 'phone' });
  groupOffice.add(ann, group.id, [cat]);
  groupOffice.remove(ann, group.id, [bob]);
  postOffice.send({ id: 'after', from: ann, to: group.id, body: '', sentBy: 'phone' });
  const seen = (number: string) => messages.conversation(number, group.id).map(({ id, attributes }) => attributes['subtype'] ?? id);
  test.strictSame(seen(ann), ['create', 'before', 'add', 'remove', 'after']);
  test.strictSame(seen(bob), ['create', 'before', 'add', 'remove']);
  test.strictSame(seen(cat), ['add', 'remove', 'after']);
  test.throws(() => postOffice.send({ from: bob, to: group.id, body: '', sentBy: 'phone' }), { code: 'SIM_GROUP_FORBIDDEN' });
  groupOffice.update(ann, group.id, { announce: true });
  test.throws(() => postOffice.send({ from: cat, to: group.id, body: '', sentBy: 'phone' }), { code: 'SIM_GROUP_FORBIDDEN' });
  test.throws(() => postOffice.send({ from: ann, to: '120363000000000000@g.us', body: '', sentBy: 'phone' }), {
    code: 'SIM_GROUP_UNKNOWN',
  });
});

t.test('only admins manage a group, and its creator stays in it', async (test) => {
  const { accounts, groupOffice } = town();
  const cat = accounts.add({ number: '15550000003', name: 'Cat' }).number;
  const { group } = groupOffice.create(ann, { subject: 'Three', participants: [bob, cat, nobody] });
  test.strictSame(
    group.members.map(({ number }) => number),
    [ann, bob, cat],
  );
  test.throws(() => groupOffice.remove(bob, group.id, [cat]), { code: 'SIM_GROUP_FORBIDDEN' });
  test.strictSame(groupOffice.promote(ann, group.id, [bob, nobody]), [bob]);
  test.strictSame(groupOffice.remove(bob, group.id, [ann, cat]), [cat]);
  groupOffice.update(bob, group.id, { approval: true });
  test.strictSame(groupOffice.join(cat, group.inviteCode).joined, false);
  test.equal(groupOffice.decide(bob, group.id, cat, true), true);
  test.equal(groupOffice.decide(bob, group.id, cat, true), false, 'it is in already');
  test.throws(() => groupOffice.join(cat, group.inviteCode), { code: 'SIM_ALREADY_MEMBER' });
  groupOffice.leave(bob, group.id);
  groupOffice.leave(ann, group.id);
  test.strictSame(group.members, [{ number: cat, rank: 'admin' }]);
});
