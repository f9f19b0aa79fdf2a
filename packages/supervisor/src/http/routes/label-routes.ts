import { cursorOf, idOfCursor } from '../cursor.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import { ChatPath } from '../schemas/chat-schemas.ts';
import * as schemas from '../schemas/label-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';

const tags = ['Labels'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id';

const listOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listLabels',
    tags,
    summary: 'The labels of a business account',
    params: SessionPath,
    response: { 200: json(ref(schemas.LabelList), 'All of them.'), ...errors(...workerAnswerErrors) },
  },
};

const chatsOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listLabelChats',
    tags,
    summary: 'One label, and the chats that have it',
    params: schemas.LabelPath,
    querystring: schemas.LabelChatsQuery,
    response: {
      200: json(ref(schemas.LabelChats), 'A page of their ids.'),
      ...errors(...workerAnswerErrors, 'WRK_LABEL_NOT_FOUND', 'SUP_CURSOR_INVALID'),
    },
  },
};

const ofChatOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listChatLabels',
    tags,
    summary: 'The labels of a chat',
    params: ChatPath,
    response: { 200: json(ref(schemas.LabelList), 'Its labels.'), ...errors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND') },
  },
};

const setOptions = {
  handlerTimeout,
  schema: {
    operationId: 'setChatLabels',
    tags,
    summary: 'Give a chat these labels, and no other',
    params: ChatPath,
    body: schemas.ChatLabelsInput,
    response: {
      200: json(ref(schemas.LabelList), 'Its labels now.'),
      ...commandErrors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND', 'WRK_LABEL_NOT_FOUND', 'WRK_NOT_BUSINESS'),
    },
  },
};

/** Labels of business accounts. */
export function addLabelRoutes(app: TypedApp, { sessions }: RouteContext): void {
  app.get(`${base}/labels`, listOptions, async ({ params, signal }) => sessions.ask(params.session_id, 'label.list', {}, signal));
  app.get(`${base}/labels/:label_id`, chatsOptions, async ({ params: { session_id, label_id: labelId }, query, signal }) => {
    const { limit = 50, cursor } = query;
    const found = await sessions.ask(session_id, 'label.chats', { labelId, after: idOfCursor(cursor), limit }, signal);
    return { label: found.label, chat_ids: found.chatIds, next_cursor: cursorOf(found.next) };
  });
  app.get(`${base}/chats/:chat_id/labels`, ofChatOptions, async ({ params: { session_id, chat_id: chatId }, signal }) =>
    sessions.ask(session_id, 'label.of_chat', { chatId }, signal),
  );
  app.put(`${base}/chats/:chat_id/labels`, setOptions, async ({ params: { session_id, chat_id: chatId }, body }) => {
    // Not the request's own signal, which is aborted once the body has been read.
    const signal = AbortSignal.timeout(workerAnswerTimeoutMs);
    return sessions.ask(session_id, 'label.set_of_chat', { chatId, labelIds: body.label_ids }, signal);
  });
}
