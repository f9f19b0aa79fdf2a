import t from 'tap';
import { auth, testApp } from '../../../support/http-app.ts';

const session = '/api/v1/sessions/s1';
const bob = '15550000002@c.us';
const messageId = `true_${bob}_3EB0AA`;

type Call = [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object];

t.test('each request about chats and messages is one question to the worker', async (t) => {
  const { app, calls } = await testApp(t);
  const at = `/messages/${messageId}`;
  const cursor = Buffer.from('1764000000_15550000002@c.us').toString('base64url');
  const asked: [...Call, name: string, params: object, status: number][] = [
    ['GET', '/chats', undefined, 'chat.list', { limit: 50 }, 200],
    ['GET', `/chats?archived=false&unread=true&kind=group&limit=5&cursor=${cursor}`, undefined, 'chat.list', { limit: 5, archived: false, unread: true, kind: 'group', cursor: '1764000000_15550000002@c.us' }, 200], // prettier-ignore
    ['GET', '/chats/+15550000002', undefined, 'chat.get', { chatId: '+15550000002' }, 200],
    [
      'PATCH',
      `/chats/${bob}`,
      { archived: true, muted_until: 'forever' },
      'chat.change',
      { chatId: bob, archived: true, mutedUntilMs: -1 },
      200,
    ],
    ['PATCH', `/chats/${bob}`, { muted_until: null }, 'chat.change', { chatId: bob, mutedUntilMs: 0 }, 200],
    [
      'PATCH',
      `/chats/${bob}`,
      { muted_until: '2100-01-01T00:00:00Z' },
      'chat.change',
      { chatId: bob, mutedUntilMs: Date.UTC(2100, 0, 1) },
      200,
    ],
    ['POST', `/chats/${bob}/seen`, undefined, 'chat.change', { chatId: bob, unread: false }, 200],
    ['POST', `/chats/${bob}/clear`, undefined, 'chat.clear', { chatId: bob }, 204],
    ['DELETE', `/chats/${bob}`, undefined, 'chat.delete', { chatId: bob }, 204],
    ['PUT', `/chats/${bob}/typing`, { state: 'recording' }, 'chat.show_state', { chatId: bob, state: 'recording' }, 204],
    ['GET', `/chats/${bob}/messages`, undefined, 'chat.messages', { chatId: bob, limit: 50 }, 200],
    [
      'GET',
      `/chats/${bob}/messages?limit=5&before=${messageId}`,
      undefined,
      'chat.messages',
      { chatId: bob, limit: 5, beforeMessage: messageId },
      200,
    ],
    ['GET', `/chats/${bob}/messages?before=2026-11-23T16:00:00Z`, undefined, 'chat.messages', { chatId: bob, limit: 50, beforeMs: Date.UTC(2026, 10, 23, 16) }, 200], // prettier-ignore
    ['GET', `/chats/${bob}/pinned-messages`, undefined, 'chat.pinned_messages', { chatId: bob }, 200],
    ['GET', `/messages?text=hello&chat_id=${bob}`, undefined, 'message.search', { text: 'hello', chatId: bob, limit: 20, page: 1 }, 200],
    ['GET', at, undefined, 'message.get', { messageId }, 200],
    ['GET', `${at}/delivery`, undefined, 'message.info', { messageId }, 200],
    ['GET', `${at}/quoted-message`, undefined, 'message.quoted', { messageId }, 200],
    ['GET', `${at}/reactions`, undefined, 'message.reactions', { messageId }, 200],
    ['GET', `${at}/order`, undefined, 'message.order', { messageId }, 200],
    ['GET', `${at}/votes`, undefined, 'message.votes', { messageId }, 200],
    ['PATCH', at, { text: 'new' }, 'message.edit', { messageId, text: 'new' }, 200],
    ['DELETE', `${at}?for=everyone`, undefined, 'message.delete', { messageId, forWhom: 'everyone' }, 204],
    ['PUT', `${at}/reaction`, { emoji: '👍' }, 'message.react', { messageId, emoji: '👍' }, 204],
    ['DELETE', `${at}/reaction`, undefined, 'message.react', { messageId, emoji: '' }, 204],
    ['PUT', `${at}/star`, undefined, 'message.star', { messageId, starred: true }, 204],
    ['DELETE', `${at}/star`, undefined, 'message.star', { messageId, starred: false }, 204],
    ['PUT', `${at}/pin`, { duration_seconds: 86_400 }, 'message.pin', { messageId, durationSeconds: 86_400 }, 204],
    ['DELETE', `${at}/pin`, undefined, 'message.pin', { messageId, durationSeconds: null }, 204],
    ['PUT', `${at}/vote`, { options: ['Now'] }, 'message.vote', { messageId, options: ['Now'] }, 204],
    ['DELETE', `${at}/vote`, undefined, 'message.vote', { messageId, options: [] }, 204],
  ];
  for (const [method, path, body, name, params, status] of asked) {
    const answer = await app.inject({ method, url: `${session}${path}`, headers: auth, ...(body === undefined ? {} : { payload: body }) });
    t.equal(answer.statusCode, status, `${method} ${path} ${answer.body.slice(0, 300)}`);
    t.strictSame(calls.pop(), { name: 'ask', args: ['s1', name, params] });
  }
});

t.test('a page says where the next one begins', async (t) => {
  const { app } = await testApp(t);
  const chats = (await app.inject({ url: `${session}/chats`, headers: auth })).json<{ next_cursor: string }>();
  t.equal(Buffer.from(chats.next_cursor, 'base64url').toString(), '1764000000_15550000002@c.us');
  const messages = await app.inject({ url: `${session}/chats/${bob}/messages`, headers: auth });
  t.match(messages.json(), { messages: [{ message_id: messageId, text: 'hello' }], next_before: messageId });
  t.match((await app.inject({ url: `${session}/messages?text=x&limit=1&page=3`, headers: auth })).json(), { next_page: 4 });
  t.match((await app.inject({ url: `${session}/messages?text=x&limit=2`, headers: auth })).json(), { next_page: null });
});

t.test('a message says where its media can be had, in whatever answer it is', async (t) => {
  const { app } = await testApp(t);
  const media = { url: `${session}/messages/${encodeURIComponent(messageId)}/media`, mime_type: 'image/png' };
  for (const path of [`/chats/${bob}/messages`, `/chats/${bob}/pinned-messages`, '/messages?text=x']) {
    t.match((await app.inject({ url: session + path, headers: auth })).json(), { messages: [{ media }] }, path);
  }
  t.match((await app.inject({ url: `${session}/messages/${messageId}`, headers: auth })).json(), { media });
  t.match((await app.inject({ url: `${session}/chats/${bob}`, headers: auth })).json(), { last_message: { media } });
});

t.test('a forward is a send, with a key and a time if wanted', async (t) => {
  const { app, calls } = await testApp(t);
  const headers = { ...auth, 'idempotency-key': 'once' };
  const answer = await app.inject({
    method: 'POST',
    url: `${session}/messages/${messageId}/forward`,
    headers,
    payload: { to: '+15550000003' },
  });
  t.equal(answer.statusCode, 201);
  t.match(answer.json(), { message_id: 'm1', status: 'sent', send_id: 'snd_1' });
  const content = { kind: 'forward', message_id: messageId };
  t.strictSame(calls.at(-1), { name: 'outbox.send', args: ['s1', { to: '+15550000003', content, idempotencyKey: 'once' }] });
  const waiting = await app.inject({
    method: 'POST',
    url: `${session}/messages/${messageId}/forward`,
    headers,
    payload: { to: '+15550000003', queue: true, expires_in_seconds: 60 },
  });
  t.match(waiting.json(), { status: 'queued' });
  t.equal(waiting.statusCode, 202);
  t.match(calls.at(-1)?.args[1], { content, queue: true, expiresInMs: 60_000 });
});

t.test('what cannot be meant is refused before anybody is asked', async (t) => {
  const { app, calls } = await testApp(t);
  const wrong: [...Call, fault: string][] = [
    ['GET', '/chats?limit=101', undefined, 'query/limit'],
    ['GET', '/chats?archived=yes', undefined, 'query/archived'],
    ['GET', '/chats/nobody', undefined, 'path/chat_id'],
    ['PATCH', `/chats/${bob}`, {}, 'body'],
    ['PATCH', `/chats/${bob}`, { archived: true, pinned: true }, 'body/pinned'],
    ['PATCH', `/chats/${bob}`, { muted_until: 'tomorrow' }, 'body/muted_until'],
    ['PATCH', `/chats/${bob}`, { muted_until: '2100-01-01T00:00:00' }, 'body/muted_until'],
    ['PATCH', `/chats/${bob}`, { name: 'x' }, 'body/name'],
    ['PUT', `/chats/${bob}/typing`, { state: 'dancing' }, 'body/state'],
    ['GET', `/chats/${bob}/messages?before=yesterday`, undefined, 'query/before'],
    ['GET', '/messages', undefined, 'query/text'],
    ['GET', '/messages/42', undefined, 'path/message_id'],
    ['PATCH', `/messages/${messageId}`, { text: ' ' }, 'body/text'],
    ['PATCH', `/messages/${messageId}`, { text: 'x'.repeat(70_000) }, 'body/text'],
    ['DELETE', `/messages/${messageId}`, undefined, 'query/for'],
    ['PUT', `/messages/${messageId}/reaction`, { emoji: '' }, 'body/emoji'],
    ['PUT', `/messages/${messageId}/pin`, { duration_seconds: 60 }, 'body/duration_seconds'],
    ['PUT', `/messages/${messageId}/vote`, { options: [] }, 'body/options'],
    ['POST', `/messages/${messageId}/forward`, { to: 'Bob' }, 'body/to'],
  ];
  for (const [method, path, body, fault] of wrong) {
    const answer = await app.inject({ method, url: `${session}${path}`, headers: auth, ...(body === undefined ? {} : { payload: body }) });
    const problem = { status: 400, code: 'SUP_INVALID_REQUEST', errors: [{ path: fault }] };
    t.match(answer.json(), problem, `${method} ${path}`);
  }
  const cursor = await app.inject({ url: `${session}/chats?cursor=x`, headers: auth });
  t.match(cursor.json(), { status: 400, code: 'SUP_CURSOR_INVALID' });
  t.strictSame(calls, []);
});
