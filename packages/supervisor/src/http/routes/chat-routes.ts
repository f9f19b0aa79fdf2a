import { chatChangeOf } from '../chat-change.ts';
import { cursorOf, idOfCursor } from '../cursor.ts';
import type { ChatData } from '@whatsapp-service/shared/ipc/chat-data.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/chat-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import type { SessionsPort } from '../services.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Chats'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id/chats';
const done = { 204: { description: 'Done.' } };
const changeErrors = commandErrors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND');

const listOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listChats',
    tags,
    summary: 'Chats by last activity',
    description:
      'The latest first. A chat in which something happens between two pages may be missing on the second: it has gone to the top.',
    params: SessionPath,
    querystring: schemas.ChatQuery,
    response: { 200: json(ref(schemas.ChatList), 'A page of chats.'), ...errors(...workerAnswerErrors, 'SUP_CURSOR_INVALID') },
  },
};

const getOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getChat',
    tags,
    summary: 'One chat',
    params: schemas.ChatPath,
    response: { 200: json(ref(schemas.Chat), 'The chat.'), ...errors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND') },
  },
};

const changeOptions = {
  handlerTimeout,
  schema: {
    operationId: 'changeChat',
    tags,
    summary: 'Archive, pin or mute a chat, or mark it read or unread',
    params: schemas.ChatPath,
    body: schemas.ChatChangeInput,
    response: {
      200: json(ref(schemas.Chat), 'The chat as it is now.'),
      ...commandErrors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND', 'WRK_TOO_MANY_PINNED', 'WRK_TIME_IS_PAST'),
    },
  },
};

const seenOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'markChatSeen',
    tags,
    summary: 'Read a chat',
    description: 'Who wrote sees that it was read, where both sides let that be seen.',
    params: schemas.ChatPath,
    response: { 200: json(ref(schemas.Chat), 'The chat as it is now.'), ...changeErrors },
  },
};

const historyOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'syncChatHistory',
    tags,
    summary: 'Ask the phone for older messages of a chat',
    description: 'They come by and by, into the messages of the chat and without events, while the phone is online.',
    params: schemas.ChatPath,
    response: { 200: json(ref(schemas.HistoryRequest), 'Whether it was asked.'), ...changeErrors },
  },
};

const stateOptions = {
  handlerTimeout,
  schema: {
    operationId: 'showChatState',
    tags,
    summary: 'Show that somebody types or records',
    params: schemas.ChatPath,
    body: schemas.ChatStateInput,
    response: { ...done, ...commandErrors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND', 'WRK_CHAT_READ_ONLY') },
  },
};

function emptyOptions(operationId: string, summary: string) {
  const response = { ...done, ...changeErrors };
  return { handlerTimeout, preValidation: refuseBody, schema: { operationId, tags, summary, params: schemas.ChatPath, response } };
}

/** Whole chats. */
export function addChatRoutes(app: TypedApp, { sessions, withMediaUrl }: RouteContext): void {
  const chatAnswer = chatAnswers(withMediaUrl);
  // Not the request's own signal, which is aborted once the body has been read.
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.get(base, listOptions, async ({ params, query, signal }) => {
    const { limit = 50, cursor, archived, unread, kind } = query;
    const after = idOfCursor(cursor);
    const filters = {
      ...(archived === undefined ? {} : { archived: archived === 'true' }),
      ...(unread === undefined ? {} : { unread: unread === 'true' }),
      ...(kind === undefined ? {} : { kind }),
    };
    const page = { limit, ...filters, ...(after === null ? {} : { cursor: after }) };
    const { chats, nextCursor } = await sessions.ask(params.session_id, 'chat.list', page, signal);
    const told = chats.map((chat) => chatAnswer(params.session_id, chat));
    return { chats: told, next_cursor: cursorOf(nextCursor) };
  });
  app.get(`${base}/:chat_id`, getOptions, async ({ params: { session_id, chat_id: chatId }, signal }) =>
    chatAnswer(session_id, await sessions.ask(session_id, 'chat.get', { chatId }, signal)),
  );
  app.patch(`${base}/:chat_id`, changeOptions, async ({ params: { session_id, chat_id: chatId }, body }) =>
    chatAnswer(session_id, await sessions.ask(session_id, 'chat.change', { chatId, ...chatChangeOf(body) }, inTime())),
  );
  app.post(`${base}/:chat_id/seen`, seenOptions, async ({ params: { session_id, chat_id: chatId } }) =>
    chatAnswer(session_id, await sessions.ask(session_id, 'chat.change', { chatId, unread: false }, inTime())),
  );
  app.post(`${base}/:chat_id/sync-history`, historyOptions, async ({ params: { session_id, chat_id: chatId } }) =>
    sessions.ask(session_id, 'chat.sync_history', { chatId }, inTime()),
  );
  app.put(`${base}/:chat_id/typing`, stateOptions, async ({ params: { session_id, chat_id: chatId }, body: { state } }, reply) => {
    await sessions.ask(session_id, 'chat.show_state', { chatId, state }, inTime());
    return reply.code(204).send();
  });
  addEmptying(app, sessions, inTime);
}

function addEmptying(app: TypedApp, sessions: SessionsPort, inTime: () => AbortSignal): void {
  const clear = emptyOptions('clearChat', 'Take all messages of a chat away from this account');
  app.post(`${base}/:chat_id/clear`, clear, async ({ params: { session_id, chat_id: chatId } }, reply) => {
    await sessions.ask(session_id, 'chat.clear', { chatId }, inTime());
    return reply.code(204).send();
  });
  const remove = emptyOptions('deleteChat', 'Take a chat away from this account, with its messages');
  app.delete(`${base}/:chat_id`, remove, async ({ params: { session_id, chat_id: chatId } }, reply) => {
    await sessions.ask(session_id, 'chat.delete', { chatId }, inTime());
    return reply.code(204).send();
  });
}

function chatAnswers(withMediaUrl: RouteContext['withMediaUrl']) {
  return (sessionId: string, chat: ChatData): ChatData => ({
    ...chat,
    last_message: chat.last_message === null ? null : withMediaUrl(sessionId, chat.last_message),
  });
}
