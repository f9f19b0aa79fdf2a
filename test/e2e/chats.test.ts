import t from 'tap';
import { Lab } from '../support/lab.ts';
import { until } from '../support/until.ts';

interface Reactions {
  reactions: unknown[];
}

interface Messages {
  messages: { message_id: string; text: string }[];
}

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService();
const [anna, bert] = await lab.linkAll(service, ['anna', 'bert']);
if (anna === undefined || bert === undefined) throw new Error('A phone is missing.');
const at = '/api/v1/sessions/anna';

/** A message's id as a session has it, once it is told there. */
async function told(sessionId: string, text: string): Promise<string> {
  const event = await service.waitForEvent(({ session_id, data }) => session_id === sessionId && data['text'] === text);
  return encodeURIComponent(String(event.data['message_id']));
}

await t.test('what one session does to a message is what the other one has', async (t) => {
  bert.send(anna.number, 'the orignal');
  const id = await told('anna', 'the orignal');
  const message = async () => (await service.api<{ text: string; type: string }>('GET', `${at}/messages/${id}`)).body;
  const ofBert = await told('bert', 'the orignal');
  t.equal((await service.api('PUT', `${at}/messages/${id}/reaction`, { emoji: '👍' })).status, 204);
  const reactions = await until('the reaction shows', async () => {
    const { body } = await service.api<Reactions>('GET', `/api/v1/sessions/bert/messages/${ofBert}/reactions`);
    return body.reactions.length > 0 && body;
  });
  t.match(reactions, { reactions: [{ emoji: '👍', sender: `${anna.number}@c.us` }] });
  const edit = { text: 'the original' };
  t.match(await service.api('PATCH', `/api/v1/sessions/bert/messages/${ofBert}`, edit), { status: 200, body: edit });
  await until('the edit shows', async () => (await message()).text === edit.text);
  t.match(await service.api('PATCH', `${at}/messages/${id}`, edit), { status: 403, body: { code: 'WRK_MESSAGE_NOT_OWN' } });
  const forward = await service.api('POST', `${at}/messages/${id}/forward`, { to: bert.number });
  t.equal(forward.status, 201);
  t.equal((await service.api('DELETE', `/api/v1/sessions/bert/messages/${ofBert}?for=everyone`)).status, 204);
  await until('the message is deleted', async () => (await message()).type === 'revoked');
});

await t.test('an id of another session is none of this one', async (t) => {
  anna.send(lab.newPhone().number, 'to somebody else');
  const id = await told('anna', 'to somebody else');
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { text: 'x' }],
    ['DELETE', '?for=me', undefined],
    ['PUT', '/star', undefined],
  ] as const) {
    const answer = await service.api(method, `/api/v1/sessions/bert/messages/${id}${path}`, body);
    t.match(answer, { status: 404, body: { code: 'WRK_MESSAGE_NOT_FOUND' } }, `${method} ${path}`);
  }
});

await t.test('a chat is listed, read, archived and deleted', async (t) => {
  bert.send(anna.number, 'one more');
  await told('anna', 'one more');
  const chat = `${at}/chats/${bert.number}`;
  t.match(await service.api('GET', `${at}/chats?unread=true&limit=1`), {
    status: 200,
    body: { chats: [{ chat_id: `${bert.number}@c.us`, last_message: { text: 'one more' } }], next_cursor: null },
  });
  t.match(await service.api('POST', `${chat}/seen`), { status: 200, body: { unread_count: 0 } });
  t.match((await service.api('GET', `${at}/chats?unread=true`)).body, { chats: [] });
  t.match(await service.api('PATCH', chat, { archived: true, muted_until: 'forever' }), {
    status: 200,
    body: { archived: true, muted_until: 'forever' },
  });
  t.match(anna.chats.settings(bert.number), { archived: true, mutedUntil: -1 });
  const page = (await service.api<Messages>('GET', `${chat}/messages?limit=1`)).body;
  t.match(page, { messages: [{ text: 'one more' }], next_before: page.messages[0]?.message_id });
  t.equal((await service.api('DELETE', chat)).status, 204);
  t.match(await service.api('GET', chat), { status: 404, body: { code: 'WRK_CHAT_NOT_FOUND' } });
});
