import { linkedClient, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import t from 'tap';
import whatsapp, { type Message } from 'whatsapp-web.js';

const [ann, bob] = ['15550000001', '15550000002'] as const;
const simulator = await Simulator.start({
  phones: [
    { number: ann, name: 'Ann' },
    { number: bob, name: 'Bob' },
  ],
});
t.teardown(() => simulator.close());
const browser = await linkedClient({ simulator, dataPath: await temporaryFolder(t) }, ann);
t.teardown(() => browser.close());
const [annPhone, bobPhone] = [simulator.phone(ann), simulator.phone(bob)];

async function received(text: string): Promise<Message> {
  bobPhone.send(ann, text);
  return browser.nextMessage();
}

t.test('what the other side edits and deletes for everyone reaches the browser', async (test) => {
  const message = await received('frist');
  bobPhone.chats.edit(message.id.id, 'first');
  const [edited, now, before] = await browser.next('message_edit');
  test.match(edited, { id: { _serialized: message.id._serialized }, body: 'first' });
  test.strictSame([now, before], ['first', 'frist']);
  bobPhone.chats.delete(message.id.id, 'everyone');
  test.match(await browser.next('message_revoke_everyone'), [{ type: 'revoked', body: '' }]);
  test.match(annPhone.messages(bob), [{ body: '', revokedBy: bob }]);
  test.throws(() => annPhone.chats.edit(message.id.id, 'mine'), { code: 'SIM_MESSAGE_NOT_AMENDABLE' });
});

t.test('what one account deletes for itself stays with the other', async (test) => {
  const message = await received('only for me');
  annPhone.chats.delete(message.id.id, 'me');
  test.match(await browser.next('message_revoke_me'), [{ body: 'only for me' }]);
  test.notOk(annPhone.messages(bob).some(({ body }) => body === 'only for me'));
  test.ok(bobPhone.messages(ann).some(({ body }) => body === 'only for me'));
});

t.test('a chat that the phone archives and pins is so in its browser, after its next start too', async (test) => {
  annPhone.chats.set(bob, { archived: true });
  test.match((await browser.next('chat_archived')).slice(1), [true, false]);
  annPhone.chats.set(bob, { archived: false, pinnedAt: 1_700_000_000, mutedUntil: -1, markedUnread: true });
  await browser.next('chat_archived');
  simulator.dropConnections(0, { phone: ann });
  await simulator.whenConnections((all) => all.some(({ phone }) => phone === ann));
  test.match(await browser.client.getChatById(`${bob}@c.us`), { pinned: true, isMuted: true, archived: false });
});

t.test('a vote is told to the browser, and can be read there', async (test) => {
  const sent = await browser.client.sendMessage(`${bob}@c.us`, new whatsapp.Poll('When?', ['Now', 'Later']));
  await bobPhone.waitForMessage(({ id }) => id === sent.id.id);
  bobPhone.chats.vote(sent.id.id, [1]);
  test.match(await browser.next('vote_update'), [{ voter: `${bob}@c.us`, selectedOptions: [{ name: 'Later' }] }]);
  test.match(await sent.getPollVotes(), [{ selectedOptions: [{ name: 'Later' }] }]);
});
