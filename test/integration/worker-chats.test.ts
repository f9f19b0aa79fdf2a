import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore, stop } from '../support/linked-worker.ts';
import { until, WorkerBench } from '../support/worker-bench.ts';

const [ann, bob, cat, dan, eve] = ['15550000001', '15550000002', '15550000003', '15550000004', '15550000005'] as const;
const simulator = await Simulator.start({
  phones: [
    { number: ann, name: 'Ann', contacts: [{ number: bob, name: 'Bob Builder' }] },
    ...[bob, cat, dan, eve].map((number) => ({ number, name: `The phone ${number}` })),
  ],
});
const phone = (number: string) => simulator.phone(number);
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;
await link(bench, phone(ann));
// More than the page is told of at its start: the rest is loaded when it is asked for.
const texts = Array.from({ length: 130 }, (_, index) => `text ${index}`);
for (const text of texts) phone(bob).send(ann, text);
for (const number of [cat, dan, eve]) phone(number).send(ann, `hello from ${number}`);
const { group } = phone(cat).groups.create('The club', [ann]);
phone(cat).send(group.id, 'welcome');
const worker = await restore(bench);

t.beforeEach(() => {
  simulator.faults.clear();
});
t.teardown(async () => {
  await stop(bench, worker);
  await bench.close();
  await simulator.close();
});

async function list(query: { cursor?: string; archived?: boolean; unread?: boolean; kind?: 'group' | 'person' } = {}, limit = 100) {
  const { chats, nextCursor } = await supervisor.request('chat.list', { limit, ...query });
  return { ids: chats.map(({ chat_id }) => chat_id), chats, nextCursor };
}

async function told(text: string): Promise<void> {
  await supervisor.when(text, () => supervisor.facts.find((fact) => fact.type === 'message.received' && fact.message.text === text));
}

await t.test('chats are listed by last activity, page by page, each once', async (t) => {
  await told('welcome');
  const all = await list();
  t.same(all.ids.toSorted(), [`${bob}@c.us`, `${cat}@c.us`, `${dan}@c.us`, `${eve}@c.us`, group.id].toSorted());
  t.equal(all.nextCursor, null);
  const pages: string[] = [];
  let page = await list({}, 2);
  pages.push(...page.ids);
  while (page.nextCursor !== null) {
    page = await list({ cursor: page.nextCursor }, 2);
    pages.push(...page.ids);
  }
  t.same(pages, all.ids);
  t.same((await list({ kind: 'group' })).ids, [group.id]);
  t.match(await supervisor.request('chat.get', { chatId: group.id }), {
    kind: 'group',
    name: 'The club',
    last_message: { text: 'welcome' },
  });
  t.match(await supervisor.request('chat.get', { chatId: `+${bob}` }), {
    chat_id: `${bob}@c.us`,
    kind: 'person',
    name: 'Bob Builder',
    unread_count: 130,
    marked_unread: false,
    archived: false,
    pinned: false,
    muted_until: null,
    last_message: { text: 'text 129', from_me: false },
  });
});

await t.test('what is set for a chat is set at WhatsApp, and taken off again', async (t) => {
  const change = async (change: object) => supervisor.request('chat.change', { chatId: cat, ...change });
  t.match(await change({ archived: true }), { archived: true });
  t.same([(await list({ archived: true })).ids, phone(ann).chats.settings(cat).archived], [[`${cat}@c.us`], true]);
  const mutedUntilMs = Date.UTC(2100, 0, 1);
  t.match(await change({ archived: false, pinned: true, mutedUntilMs, unread: false }), {
    archived: false,
    pinned: true,
    muted_until: '2100-01-01T00:00:00.000Z',
    unread_count: 0,
  });
  t.match(phone(ann).chats.settings(cat), { mutedUntil: mutedUntilMs / 1_000, pinnedAt: /^[1-9]/ });
  t.match(phone(cat).messages(ann), [{ ack: 3 }], 'the other side sees that it was read');
  t.match(await change({ pinned: false, mutedUntilMs: -1, unread: true }), { pinned: false, muted_until: 'forever', marked_unread: true });
  t.ok((await list({ unread: true })).ids.includes(`${cat}@c.us`));
  t.match(await change({ mutedUntilMs: 0, unread: false }), { muted_until: null, marked_unread: false });
  t.match(phone(ann).chats.settings(cat), { mutedUntil: 0, markedUnread: false });
});

await t.test('a change that cannot be made changes nothing of the rest either', async (t) => {
  for (const chatId of [bob, cat, dan]) await supervisor.request('chat.change', { chatId, pinned: true });
  const refused = supervisor.request('chat.change', { chatId: eve, pinned: true, archived: false, mutedUntilMs: -1 });
  await t.rejects(refused, { code: 'WRK_TOO_MANY_PINNED', statusCode: 409 });
  t.match(phone(ann).chats.settings(eve), { pinnedAt: 0, mutedUntil: 0 });
  for (const chatId of [bob, cat, dan]) await supervisor.request('chat.change', { chatId, pinned: false });
  const past = supervisor.request('chat.change', { chatId: eve, pinned: true, mutedUntilMs: 1 });
  await t.rejects(past, { code: 'WRK_TIME_IS_PAST', statusCode: 422 });
  t.match(await supervisor.request('chat.get', { chatId: eve }), { pinned: false });
});

await t.test('a chat’s messages are read back to the first, the newest first', async (t) => {
  const first = await supervisor.request('chat.messages', { chatId: bob, limit: 60 });
  const second = await supervisor.request('chat.messages', { chatId: bob, limit: 60, beforeMessage: first.nextBefore ?? '' });
  const third = await supervisor.request('chat.messages', { chatId: bob, limit: 60, beforeMessage: second.nextBefore ?? '' });
  t.same(
    [...first.messages, ...second.messages, ...third.messages].map(({ text }) => text),
    texts.toReversed(),
  );
  t.equal(third.nextBefore, null);
  t.same(await supervisor.request('chat.messages', { chatId: bob, limit: 5, beforeMs: 1_000 }), { messages: [], nextBefore: null });
  const now = await supervisor.request('chat.messages', { chatId: bob, limit: 1, beforeMs: Date.now() + 60_000 });
  t.match(now, { messages: [{ text: 'text 129' }], nextBefore: now.messages[0]?.message_id });
  const ofCat = `false_${cat}@c.us_${phone(cat).messages(ann)[0]?.id ?? ''}`;
  const elsewhere = supervisor.request('chat.messages', { chatId: bob, limit: 5, beforeMessage: ofCat });
  await t.rejects(elsewhere, { code: 'WRK_MESSAGE_NOT_FOUND', statusCode: 404 });
  t.match((await supervisor.request('chat.messages', { chatId: group.id, limit: 10 })).messages, [
    { text: 'welcome', author: `${cat}@c.us` },
  ]);
});

await t.test('long messages make a page shorter, so that it fits into a frame', async (t) => {
  const long = Array.from({ length: 6 }, (_, index) => `${index}${'€'.repeat(65_000)}`);
  for (const text of long) phone(dan).send(ann, text);
  await told(long.at(-1) ?? '');
  const messages: string[] = [];
  let before: { beforeMessage?: string } = {};
  for (let pages = 0; pages < 9; pages += 1) {
    const page = await supervisor.request('chat.messages', { chatId: dan, limit: 100, ...before });
    messages.push(...page.messages.map(({ text }) => text));
    if (page.nextBefore === null) break;
    before = { beforeMessage: page.nextBefore };
  }
  t.same(messages, [...long.toReversed(), `hello from ${dan}`]);
  t.equal((await supervisor.request('chat.get', { chatId: dan })).last_message?.text.length, 1_000);
});

await t.test('messages are found by their text, everywhere or in one chat', async (t) => {
  const search = async (text: string, chatId?: string, page = 1) =>
    (await supervisor.request('message.search', { text, limit: 2, page, ...(chatId === undefined ? {} : { chatId }) })).messages;
  t.match(await search('HELLO FROM'), { length: 2 });
  t.match(await search('hello from', undefined, 2), { length: 1 });
  t.match(await search('hello from', dan), [{ chat_id: `${dan}@c.us`, text: `hello from ${dan}` }]);
  t.same(await search('nobody wrote this'), []);
});

await t.test('the other side is shown that somebody types', async (t) => {
  for (const [state, shown] of [
    ['typing', 'composing'],
    ['recording', 'recording'],
    ['stopped', 'paused'],
  ] as const) {
    await supervisor.request('chat.show_state', { chatId: bob, state });
    // The page tells WhatsApp without waiting for an answer.
    await until(`Bob sees "${shown}"`, () => phone(bob).chats.chatstate(ann) === shown);
    t.equal(phone(bob).chats.chatstate(ann), shown);
  }
});

await t.test('a chat is cleared, and another one deleted, for this account alone', async (t) => {
  await supervisor.request('chat.clear', { chatId: cat });
  t.same((await supervisor.request('chat.messages', { chatId: cat, limit: 10 })).messages, []);
  t.match(await supervisor.request('chat.get', { chatId: cat }), { last_message: null });
  await supervisor.request('chat.delete', { chatId: eve });
  const gone = { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 };
  await t.rejects(supervisor.request('chat.get', { chatId: eve }), gone);
  t.notOk((await list()).ids.includes(`${eve}@c.us`));
  t.match([phone(cat).messages(ann).length, phone(eve).messages(ann).length], [1, 1]);
  phone(eve).send(ann, 'are you there?');
  await told('are you there?');
  t.match(await supervisor.request('chat.get', { chatId: eve }), { last_message: { text: 'are you there?' } });
});

await t.test('a chat that is not there is not made, whatever is asked of it', async (t) => {
  const gone = { code: 'WRK_CHAT_NOT_FOUND', statusCode: 404 };
  for (const chatId of ['15550000009', '120363000000000009@g.us', '120363000000000009@newsletter']) {
    await t.rejects(supervisor.request('chat.get', { chatId }), gone);
    await t.rejects(supervisor.request('chat.change', { chatId, archived: true }), gone);
    await t.rejects(supervisor.request('chat.messages', { chatId, limit: 1 }), gone);
    await t.rejects(supervisor.request('chat.pinned_messages', { chatId }), gone);
    await t.rejects(supervisor.request('chat.clear', { chatId }), gone);
    await t.rejects(supervisor.request('chat.delete', { chatId }), gone);
  }
  t.equal((await list()).ids.length, 5);
});

await t.test('what WhatsApp Web says it did to a chat and did not is told', async (t) => {
  simulator.faults.set({ ignoredRequests: ['archive', 'pin_chat', 'mute', 'mark_unread', 'empty'] });
  const notApplied = { code: 'WRK_NOT_APPLIED', statusCode: 502 };
  const changes = [{ archived: true }, { pinned: true }, { mutedUntilMs: -1 }, { unread: true }];
  await Promise.all([
    ...changes.map((change) =>
      t.rejects(supervisor.request('chat.change', { chatId: cat, ...change }), notApplied, JSON.stringify(change)),
    ),
    t.rejects(supervisor.request('chat.clear', { chatId: dan }), notApplied),
    t.rejects(supervisor.request('chat.delete', { chatId: dan }), notApplied),
  ]);
});
