import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Happening } from '@whatsapp-service/shared/ipc/happenings.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import type { TestWorker } from '../support/worker-bench.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({ offlineDelivery: 'before' });
const ann = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const bob = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const cat = simulator.addPhone({ number: '15550000003', name: 'Cat' });
const [annId, bobId, catId] = [ann, bob, cat].map(({ number }) => `${number}@c.us`);
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
let worker: TestWorker;

t.before(async () => {
  await link(bench, ann);
  worker = await restore(bench);
  await supervisor.fact('messages.caught_up');
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

/** Waits for what a worker says next of a type, of the things that have happened since. */
async function next(type: Happening['type'], happen: () => unknown): Promise<Happening['data']> {
  const known = supervisor.facts.length;
  await happen();
  const isNext = (fact: Fact): fact is Happening => fact.type === type;
  return (await supervisor.when(`fact ${type}`, () => supervisor.facts.slice(known).find(isNext))).data;
}

/** The id of a message that Ann gets from Bob, as the library has it. */
async function receive(text: string): Promise<{ own: string; of: string }> {
  const { id } = bob.send(ann.number, text);
  const isIt = (fact: Fact): boolean => fact.type === 'message.received' && fact.message.text === text;
  await supervisor.when(text, () => supervisor.facts.find(isIt));
  return { own: id, of: `false_${bobId}_${id}` };
}

await t.test('reactions, their change and their end', async (t) => {
  const message = await receive('react to this');
  const reaction = { message_id: message.of, chat_id: bobId, sender: bobId, from_me: false };
  t.match(await next('message.reaction', () => bob.react(message.own, '👍')), { ...reaction, reaction: '👍', timestamp: /Z$/ });
  t.match(await next('message.reaction', () => bob.react(message.own, '')), { ...reaction, reaction: null });
  t.match(await next('message.reaction', () => ann.react(message.own, '❤️')), { message_id: message.of, sender: annId, from_me: true });
});

await t.test('edits and deletions', async (t) => {
  const message = await receive('a typo');
  t.match(await next('message.edited', () => bob.chats.edit(message.own, 'no typo')), {
    ...{ message_id: message.of, chat_id: bobId, from_me: false, author: null },
    ...{ text: 'no typo', previous_text: 'a typo', edited_at: /Z$/ },
  });
  t.match(await next('message.revoked', () => bob.chats.delete(message.own, 'everyone')), { message_id: message.of, scope: 'everyone' });
  const other = await receive('not for me');
  t.match(await next('message.revoked', () => ann.chats.delete(other.own, 'me')), { message_id: other.of, chat_id: bobId, scope: 'me' });
  t.equal(supervisor.facts.filter(({ type }) => type === 'message.edited').length, 1, 'a deletion is no edit');
});

await t.test('what happens in a group', async (t) => {
  let group = '';
  const created = await next('group.updated', () => {
    group = bob.groups.create('Friends', [ann.number]).group.id;
  });
  t.match(created, { group_id: group, action: 'create', author: bobId, participants: [annId], value: 'Friends', timestamp: /Z$/ });
  const joined = await next('group.participant_joined', () => bob.groups.add(group, [cat.number]));
  t.match(joined, { group_id: group, action: 'add', author: bobId, participants: [catId], value: null });
  const promoted = await next('group.admin_changed', () => bob.groups.promote(group, [cat.number]));
  t.match(promoted, { action: 'promote', participants: [catId] });
  const renamed = await next('group.updated', () => cat.groups.update(group, { subject: 'Close friends' }));
  t.match(renamed, { action: 'subject', author: catId, value: 'Close friends' });
  const left = await next('group.participant_left', () => cat.groups.leave(group));
  t.match(left, { action: 'leave' });
  await stop(bench, worker);
  bob.groups.add(group, [cat.number]);
  bob.send(group, 'while Ann was away');
  worker = await restore(bench);
  await supervisor.fact('messages.caught_up');
  const missed = supervisor.facts.filter((fact) => fact.type.startsWith('group.') || fact.type === 'message.received');
  t.match(missed, [
    { type: 'group.participant_joined', backfilled: true, data: { action: 'add', participants: [catId] } },
    { type: 'message.received', backfilled: true, message: { chat_id: group, text: 'while Ann was away' } },
  ]);
});

await t.test('calls, chats and numbers', async (t) => {
  const call = await next('call.received', () => bob.calls.ring(ann.number, { isVideo: true }));
  t.match(call, { from: bobId, video: true, group: false, outgoing: false, participants: [] });
  t.match(await next('chat.archived', () => ann.chats.set(bob.number, { archived: true })), { chat_id: bobId, archived: true });
  t.match(await next('chat.archived', () => ann.chats.set(bob.number, { archived: false })), { chat_id: bobId, archived: false });
  await receive('unread');
  t.match(await next('chat.unread', () => ann.read(bob.number)), { chat_id: bobId, unread_count: 0, marked_unread: false });
  t.match(await next('contact.changed', () => bob.announceNumber('15550000009')), {
    ...{ chat_id: bobId, old_id: bobId, new_id: '15550000009@c.us', in_group: false },
  });
});

await t.test('votes', async (t) => {
  const content = { kind: 'poll' as const, question: 'Tea or coffee?', options: ['Tea', 'Coffee'] };
  const { messageId } = await supervisor.request('message.send_content', { idempotencyKey: 'poll', to: bob.number, content });
  const { id } = await bob.waitForMessage(({ attributes }) => attributes['type'] === 'poll_creation');
  const vote = { message_id: messageId, chat_id: bobId, voter: bobId, timestamp: /Z$/ };
  t.match(await next('poll.voted', () => bob.chats.vote(id, [1])), { ...vote, options: [{ local_id: 1, name: 'Coffee' }] });
  t.match(await next('poll.voted', () => bob.chats.vote(id, [])), { ...vote, options: [] });
});

await t.test('every fact fits the contract, and no listener has failed', async (t) => {
  await stop(bench, worker);
  t.same(supervisor.violations, []);
  t.notMatch(bench.log, /outside the contract|a listener failed/);
});
