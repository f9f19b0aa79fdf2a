import { LibraryClient, linkedClient, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import t from 'tap';

const [ann, bob, cat, nobody] = ['15550000001', '15550000002', '15550000003', '15550000009'] as const;
const simulator = await Simulator.start({
  phones: [
    { number: ann, name: 'Ann', contacts: [{ number: bob, name: 'Bob Builder' }] },
    { number: bob, name: 'Bob' },
    { number: cat, name: 'Cat' },
  ],
});
t.teardown(() => simulator.close());
const dataPath = await temporaryFolder(t);
const annPath = { simulator, dataPath, clientId: 'ann' };
const [annBrowser, bobBrowser] = await Promise.all([
  linkedClient(annPath, ann),
  linkedClient({ simulator, dataPath, clientId: 'bob' }, bob),
]);
t.teardown(() => Promise.all([annBrowser.close(), bobBrowser.close()]));
const [annPhone, bobPhone, catPhone] = [simulator.phone(ann), simulator.phone(bob), simulator.phone(cat)];

t.test('two linked browsers write to each other, and acks tell of sent, delivered and read', async (test) => {
  const sent = await annBrowser.client.sendMessage(`${bob}@c.us`, 'hello');
  const received = await bobBrowser.nextMessage();
  test.strictSame([received.body, received.from, received.fromMe, received.type], ['hello', `${ann}@c.us`, false, 'chat']);
  await annBrowser.nextAck(sent.id._serialized, 1);
  await annBrowser.nextAck(sent.id._serialized, 2);
  test.ok(await bobBrowser.client.sendSeen(`${ann}@c.us`));
  await annBrowser.nextAck(sent.id._serialized, 3);
  const kept = await annPhone.waitForMessage(({ body }) => body === 'hello');
  test.match(kept, { from: ann, to: bob, ack: 3, sentBy: `${ann}:1` });
});

t.test('a phone writes, and its own browser gets the message as well', async (test) => {
  annPhone.send(bob, 'from the phone');
  const own = await annBrowser.nextMessage('message_create');
  test.equal(own.body, 'hello', 'the one sent before');
  const mirrored = await annBrowser.nextMessage('message_create');
  test.strictSame([mirrored.body, mirrored.fromMe, mirrored.to], ['from the phone', true, `${bob}@c.us`]);
  test.equal((await bobBrowser.nextMessage()).body, 'from the phone');
  await annBrowser.nextAck(mirrored.id._serialized, 2);
  bobPhone.read(ann);
  await annBrowser.nextAck(mirrored.id._serialized, 3);
});

t.test('every browser of an account gets every message', async (test) => {
  const second = await linkedClient({ simulator, dataPath, clientId: 'ann-2' }, ann);
  test.teardown(() => second.close());
  test.equal(annPhone.devices.length, 2);
  catPhone.send(ann, 'to both');
  test.equal((await second.nextMessage()).body, 'to both');
  test.equal((await annBrowser.nextMessage()).body, 'to both');
  await annBrowser.client.sendMessage(`${cat}@c.us`, 'from one');
  test.equal((await second.nextMessage('message_create')).body, 'to both');
  test.equal((await second.nextMessage('message_create')).body, 'from one');
  annPhone.unlink(`${ann}:2`);
  await second.next('disconnected');
  await second.nextQr();
  await second.untilInjected();
});

t.test('the phone being offline holds back the second ack until it is online, or a browser has the message', async (test) => {
  catPhone.goOffline();
  const sent = await annBrowser.client.sendMessage(`${cat}@c.us`, 'are you there?');
  await annBrowser.nextAck(sent.id._serialized, 1);
  test.equal(annPhone.messages(cat).at(-1)?.ack, 1);
  test.throws(() => catPhone.send(ann, 'no'), { code: 'SIM_PHONE_OFFLINE' });
  catPhone.goOnline();
  await annBrowser.nextAck(sent.id._serialized, 2);
  bobPhone.goOffline();
  const other = await annBrowser.client.sendMessage(`${bob}@c.us`, 'and you?');
  await annBrowser.nextAck(other.id._serialized, 2);
  test.equal((await bobBrowser.nextMessage()).body, 'and you?');
  bobPhone.goOnline();
});

t.test('a message to a number without WhatsApp is never acknowledged beyond the server', async (test) => {
  const sent = await annBrowser.client.sendMessage(`${nobody}@c.us`, 'anybody?', { waitUntilMsgSent: true });
  await annBrowser.nextAck(sent.id._serialized, 1);
  test.equal(annPhone.messages(nobody).at(-1)?.ack, 1);
  test.equal(await annBrowser.client.getNumberId(nobody), null);
  test.match(await annBrowser.client.getNumberId(bob), { _serialized: `${bob}@c.us`, user: bob });
});

t.test('unread messages are counted until the chat is seen', async (test) => {
  const chat = await bobBrowser.client.getChatById(`${cat}@c.us`);
  test.equal(chat.unreadCount, 0);
  catPhone.send(bob, 'one');
  catPhone.send(bob, 'two');
  await bobBrowser.nextMessage();
  await bobBrowser.nextMessage();
  const unread = (await bobBrowser.client.getChats()).find(({ id }) => id.user === cat);
  test.match(unread, { unreadCount: 2, name: 'Cat', lastMessage: { body: 'two' }, isGroup: false });
  await bobBrowser.client.sendSeen(`${cat}@c.us`);
  test.equal((await bobBrowser.client.getChatById(`${cat}@c.us`)).unreadCount, 0);
  await catPhone.waitForMessage(({ body, ack }) => body === 'two' && ack === 3);
});

t.test('reading on the phone clears the count in its browser', async (test) => {
  catPhone.send(bob, 'three');
  await bobBrowser.nextMessage();
  bobPhone.read(cat);
  await bobBrowser.inPage(`new Promise((done) => {
    const chat = window.require('WAWebCollections').Chat.get('${cat}@c.us');
    if (chat.unreadCount === 0) done(); else chat.once('change:unreadCount', done);
  })`);
  test.equal((await bobBrowser.client.getChatById(`${cat}@c.us`)).unreadCount, 0);
});

t.test('contacts have their names', async (test) => {
  const known = await annBrowser.client.getContactById(`${bob}@c.us`);
  test.match(known, {
    name: 'Bob Builder',
    shortName: 'Bob',
    pushname: 'Bob',
    number: bob,
    isMyContact: true,
    isWAContact: true,
    isMe: false,
  });
  const stranger = await annBrowser.client.getContactById(`${nobody}@c.us`);
  test.match(stranger, { isMyContact: false, isWAContact: false, number: nobody });
  const all = await annBrowser.client.getContacts();
  test.ok(all.find(({ isMe, id }) => isMe && id.user === ann));
  test.equal(await annBrowser.client.getFormattedNumber(bob), '+15 550 000 002');
  test.equal(await annBrowser.client.getCountryCode(bob), '1');
});

t.test('a reply quotes what it answers', async (test) => {
  bobPhone.send(ann, 'a question');
  const question = await annBrowser.nextMessage();
  const answer = await question.reply('an answer');
  test.equal(answer.hasQuotedMsg, true);
  test.equal((await answer.getQuotedMessage()).body, 'a question');
  const seen = await bobBrowser.nextMessage();
  test.equal((await seen.getQuotedMessage()).body, 'a question');
});

t.test('a reaction reaches the other side', async (test) => {
  const sent = await annBrowser.client.sendMessage(`${bob}@c.us`, 'like it?');
  const received = await bobBrowser.nextMessage();
  await received.react('👍');
  const [reaction] = await annBrowser.next('message_reaction');
  test.match(reaction, { reaction: '👍', senderId: `${bob}@c.us`, msgId: { _serialized: sent.id._serialized } });
});

t.test('history is fetched page by page, oldest first', async (test) => {
  const bodies = Array.from({ length: 80 }, (_, index) => `message ${index}`);
  for (const body of bodies) catPhone.send(bob, body);
  for (const body of bodies) test.equal((await bobBrowser.nextMessage()).body, body);
  await bobBrowser.close();
  const again = new LibraryClient({ simulator, dataPath, clientId: 'bob' });
  test.teardown(() => again.close());
  await again.untilReady();
  const chat = await again.client.getChatById(`${cat}@c.us`);
  // 20 come at the login and 50 a page: with a limit between, whatsapp-web.js sorts and turns round those of one second.
  const latest = await chat.fetchMessages({ limit: 70 });
  test.strictSame(
    latest.map(({ body }) => body),
    bodies.slice(-70),
  );
  test.equal((await chat.fetchMessages({ limit: 1000 })).length, 83);
  const [first] = latest;
  test.equal((await again.client.getMessageById(first?.id._serialized ?? '')).body, 'message 10');
  test.equal((await again.client.searchMessages('message 79')).length, 1);
});

t.test('presence, typing and an unknown chat id', async (test) => {
  await annBrowser.client.sendPresenceAvailable();
  await annBrowser.client.sendPresenceUnavailable();
  const chat = await annBrowser.client.getChatById(`${bob}@c.us`);
  test.ok(await chat.sendStateTyping());
  test.ok(await chat.clearState());
  await test.rejects(annBrowser.client.sendMessage('no such id', 'x'), /invalid wid/);
});

for (const offlineDelivery of ['before', 'after'] as const) {
  t.test(`offline messages come ${offlineDelivery} the sync`, async (test) => {
    await annBrowser.close();
    annPhone.send(cat, `own ${offlineDelivery}`);
    bobPhone.send(ann, `while you were away, ${offlineDelivery}`);
    simulator.faults.set({ offlineDelivery });
    const again = new LibraryClient(annPath);
    test.teardown(() => again.close());
    await again.untilReady();
    if (offlineDelivery === 'after') {
      test.equal((await again.nextMessage()).body, 'while you were away, after');
      test.equal((await again.nextMessage('message_create')).body, 'own after');
    }
    const chat = await again.client.getChatById(`${bob}@c.us`);
    const history = await chat.fetchMessages({ limit: 1000 });
    test.equal(history.at(-1)?.body, `while you were away, ${offlineDelivery}`);
    test.ok(chat.unreadCount > 0);
    test.equal(again.waiting('message'), 0, offlineDelivery === 'before' ? 'it was added before anybody listened' : 'once only');
  });
}
