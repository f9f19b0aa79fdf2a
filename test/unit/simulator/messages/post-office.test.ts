import { AccountStore } from '@whatsapp-service/simulator/accounts/account-store.ts';
import { AccountView } from '@whatsapp-service/simulator/messages/account-view.ts';
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
  const postOffice = new PostOffice({ accounts, messages, changed: () => undefined, now: () => 1_000_000 });
  const [annDevice, bobDevice] = accounts.devices();
  if (!annDevice || !bobDevice) throw new Error('Both have a device.');
  return { accounts, messages, postOffice, annDevice, bobDevice, view: new AccountView(accounts, messages) };
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
