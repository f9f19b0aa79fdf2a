import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { pair, stop } from '../support/linked-worker.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const [ann, bob, cat] = ['15550000001', '15550000002', '15550000003'] as const;
const simulator = await Simulator.start({ phones: [ann, bob, cat].map((number) => ({ number, name: `The phone ${number}` })) });
const [annPhone, bobPhone, catPhone] = [simulator.phone(ann), simulator.phone(bob), simulator.phone(cat)];
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
const worker = await pair(bench, annPhone);

t.beforeEach(() => {
  simulator.faults.clear();
});
t.teardown(async () => {
  await stop(bench, worker);
  await bench.close();
  await simulator.close();
});

let keys = 0;

/** Sends a text to Bob; resolves with its id here and at the phones. */
async function sent(text: string): Promise<{ messageId: string; id: string }> {
  keys += 1;
  const { messageId } = await supervisor.request('message.send', { idempotencyKey: `key ${keys}`, to: bob, text });
  const { id } = await bobPhone.waitForMessage(({ body }) => body === text);
  return { messageId, id };
}

/** Gets a text from Bob; resolves with its id here and at the phones. */
async function received(text: string): Promise<{ messageId: string; id: string }> {
  const { id } = bobPhone.send(ann, text);
  await supervisor.when(text, () => supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.text === text));
  return { messageId: `false_${bob}@c.us_${id}`, id };
}

function atBob(id: string) {
  return bobPhone.messages(ann).find((message) => message.id === id);
}

/** Sets how old messages may be that are edited or deleted for everyone; resolves when the page knows it. */
async function setWindow(name: 'editWindowMs' | 'revokeWindowMs', messageId: string): Promise<void> {
  simulator.faults.set({ [name]: 0 });
  // The server's answer comes after what it said of the window.
  await supervisor.request('message.info', { messageId });
}

await t.test('a reaction is given, changed and taken back', async (t) => {
  const { messageId, id } = await received('react to this');
  for (const emoji of ['👍', '👩🏽‍🚀', '']) {
    await supervisor.request('message.react', { messageId, emoji });
    t.equal(atBob(id)?.reactions[ann], emoji);
    const sender = `${ann}@c.us`;
    const { reactions } = await supervisor.request('message.reactions', { messageId });
    t.match(reactions, emoji === '' ? { length: 0 } : [{ emoji, sender, time: /^20/ }]);
  }
  await t.rejects(supervisor.request('message.react', { messageId, emoji: 'ok' }), { code: 'WRK_NOT_AN_EMOJI', statusCode: 400 });
});

await t.test('a text is edited while WhatsApp allows it, and only by its author', async (t) => {
  const { messageId, id } = await sent('frist');
  t.match(await supervisor.request('message.edit', { messageId, text: 'first' }), { message_id: messageId, text: 'first' });
  t.match(await supervisor.request('message.get', { messageId }), { text: 'first', edited_at: /^20/ });
  t.match(atBob(id), { body: 'first' });
  const theirs = await received('not mine');
  await t.rejects(supervisor.request('message.edit', { messageId: theirs.messageId, text: 'x' }), { code: 'WRK_MESSAGE_NOT_OWN' });
  await setWindow('editWindowMs', messageId);
  await t.rejects(supervisor.request('message.edit', { messageId, text: 'late' }), { code: 'WRK_MESSAGE_NOT_EDITABLE', statusCode: 409 });
  t.match(atBob(id), { body: 'first' });
});

await t.test('a message that cannot be deleted for everyone is not deleted for the account instead', async (t) => {
  const { messageId, id } = await sent('away with it');
  await setWindow('revokeWindowMs', messageId);
  await t.rejects(supervisor.request('message.delete', { messageId, forWhom: 'everyone' }), { code: 'WRK_MESSAGE_NOT_REVOCABLE' });
  t.match(await supervisor.request('message.get', { messageId }), { text: 'away with it' });
  simulator.faults.clear();
  await supervisor.request('message.info', { messageId });
  await supervisor.request('message.delete', { messageId, forWhom: 'everyone' });
  t.match(atBob(id), { body: '', revokedBy: ann });
  t.match(await supervisor.request('message.get', { messageId }), { type: 'revoked', text: '' });
  const refused = { code: 'WRK_NOT_FOR_MESSAGE', statusCode: 422 };
  await t.rejects(supervisor.request('message.react', { messageId, emoji: '👍' }), refused);
  await t.rejects(supervisor.request('message.forward', { messageId, idempotencyKey: 'f0', to: cat }), refused);
  await t.rejects(supervisor.request('message.star', { messageId, starred: true }), refused);
  await supervisor.request('message.delete', { messageId, forWhom: 'me' });
  await t.rejects(supervisor.request('message.get', { messageId }), { code: 'WRK_MESSAGE_NOT_FOUND' });
  t.match(atBob(id), { revokedBy: ann }, 'the other side keeps what it had');
});

await t.test('a forward sends one copy for one key, to those whom WhatsApp knows', async (t) => {
  const { messageId } = await received('pass it on');
  const forward = async (idempotencyKey: string, to: string) => supervisor.request('message.forward', { messageId, idempotencyKey, to });
  const copy = await forward('f1', `+${cat}`);
  t.match(copy, { messageId: new RegExp(`^true_${cat}@c\\.us_`) });
  await catPhone.waitForMessage(({ body }) => body === 'pass it on');
  t.match(await supervisor.request('message.get', { messageId: copy.messageId }), { text: 'pass it on', forwarded: true });
  t.same(await forward('f1', cat), copy);
  t.not((await forward('f2', cat)).messageId, copy.messageId);
  t.match(
    catPhone.messages(ann).map(({ attributes }) => attributes['isForwarded']),
    [true, true],
  );
  await t.rejects(forward('f3', '15559999999'), { code: 'WRK_NOT_ON_WHATSAPP' });
  await t.rejects(forward('f4', '120363000000000001@g.us'), { code: 'WRK_CHAT_NOT_FOUND' });
  await t.rejects(forward('f5', '120363000000000001@newsletter'), { code: 'WRK_KIND_NOT_FOR_CHAT' });
});

await t.test('a message is starred for the account, and pinned for everybody in the chat', async (t) => {
  const { messageId, id } = await received('keep this');
  await supervisor.request('message.star', { messageId, starred: true });
  t.same(atBob(id)?.starredBy, [ann]);
  t.match(await supervisor.request('message.get', { messageId }), { starred: true });
  await supervisor.request('message.star', { messageId, starred: false });
  t.same(atBob(id)?.starredBy, []);
  await supervisor.request('message.pin', { messageId, durationSeconds: 86_400 });
  t.match(await supervisor.request('chat.pinned_messages', { chatId: bob }), { messages: [{ text: 'keep this' }] });
  const pinned = atBob(id)?.pinned;
  t.equal((pinned?.until ?? 0) - (pinned?.at ?? 0), 86_400_000);
  await supervisor.request('message.pin', { messageId, durationSeconds: null });
  t.same(await supervisor.request('chat.pinned_messages', { chatId: bob }), { messages: [] });
});

await t.test('a vote is cast and taken back, and one that the poll does not take is refused', async (t) => {
  const content = { kind: 'poll' as const, question: 'When?', options: ['Now', 'Later'] };
  const poll = await supervisor.request('message.send_content', { idempotencyKey: 'poll', to: bob, content });
  const vote = async (options: string[]) => supervisor.request('message.vote', { messageId: poll.messageId, options });
  await bobPhone.waitForMessage(({ body, attributes }) => body === '' && attributes['type'] === 'poll_creation');
  await vote(['Later']);
  const votes = async () => (await supervisor.request('message.votes', { messageId: poll.messageId })).votes;
  t.match(await votes(), [{ voter: `${ann}@c.us`, options: ['Later'] }]);
  await t.rejects(vote(['Never']), { code: 'WRK_BAD_VOTE', message: /no option "Never"/ });
  await t.rejects(vote(['Now', 'Later']), { code: 'WRK_BAD_VOTE', message: /one option only/ });
  t.match(await votes(), [{ options: ['Later'] }]);
  await vote([]);
  t.match(await votes(), [{ options: [] }]);
  const text = await sent('no poll');
  await t.rejects(supervisor.request('message.vote', { messageId: text.messageId, options: [] }), { code: 'WRK_NOT_FOR_MESSAGE' });
});

await t.test('how far a message got is told of the account’s own', async (t) => {
  const { messageId, id } = await sent('did you read it?');
  bobPhone.read(ann);
  t.match(await supervisor.request('message.info', { messageId }), {
    delivered: [{ contact_id: `${bob}@c.us`, time: /^20/ }],
    read: [{ contact_id: `${bob}@c.us` }],
    read_remaining: 0,
  });
  const theirs = await received('yes');
  await t.rejects(supervisor.request('message.info', { messageId: theirs.messageId }), { code: 'WRK_MESSAGE_NOT_OWN', statusCode: 403 });
  t.ok(id);
});

await t.test('what a message quotes is told', async (t) => {
  const { messageId } = await received('which one?');
  const content = { kind: 'text' as const, text: 'this one', quoted_message_id: messageId };
  const answer = await supervisor.request('message.send_content', { idempotencyKey: 'quoting', to: bob, content });
  const quoted = await supervisor.request('message.quoted', { messageId: answer.messageId });
  t.match(quoted, { message: { message_id: messageId, text: 'which one?', from_me: false } });
  t.same(await supervisor.request('message.quoted', { messageId }), { message: null });
});

await t.test('an id that the account has no message of changes nothing', async (t) => {
  const other = catPhone.send(bob, 'between others');
  for (const messageId of [`false_${cat}@c.us_${other.id}`, 'true_x_y', `true_${bob}@c.us_3EB0AAAAAAAAAAAAAAAAAA`]) {
    const missing = { code: 'WRK_MESSAGE_NOT_FOUND', statusCode: 404 };
    await t.rejects(supervisor.request('message.get', { messageId }), missing);
    await t.rejects(supervisor.request('message.info', { messageId }), missing);
    await t.rejects(supervisor.request('message.quoted', { messageId }), missing);
    await t.rejects(supervisor.request('message.reactions', { messageId }), missing);
    await t.rejects(supervisor.request('message.votes', { messageId }), missing);
    await t.rejects(supervisor.request('message.react', { messageId, emoji: '👍' }), missing);
    await t.rejects(supervisor.request('message.edit', { messageId, text: 'x' }), missing);
    await t.rejects(supervisor.request('message.delete', { messageId, forWhom: 'everyone' }), missing);
    await t.rejects(supervisor.request('message.forward', { messageId, idempotencyKey: messageId, to: cat }), missing);
    await t.rejects(supervisor.request('message.star', { messageId, starred: true }), missing);
    await t.rejects(supervisor.request('message.pin', { messageId, durationSeconds: 86_400 }), missing);
    await t.rejects(supervisor.request('message.vote', { messageId, options: [] }), missing);
  }
  t.match(bobPhone.messages(cat), [{ body: 'between others', reactions: {} }]);
});

await t.test('what WhatsApp Web says it did and did not is told', async (t) => {
  const { messageId, id } = await sent('stays');
  simulator.faults.set({ ignoredRequests: ['edit', 'revoke', 'hide', 'star'] });
  const notApplied = { code: 'WRK_NOT_APPLIED', statusCode: 502 };
  await Promise.all([
    t.rejects(supervisor.request('message.edit', { messageId, text: 'moved' }), notApplied),
    t.rejects(supervisor.request('message.delete', { messageId, forWhom: 'everyone' }), notApplied),
    t.rejects(supervisor.request('message.delete', { messageId, forWhom: 'me' }), notApplied),
    t.rejects(supervisor.request('message.star', { messageId, starred: true }), notApplied),
  ]);
  t.match(atBob(id), { body: 'stays' });
});
