import { Value } from 'typebox/value';
import { MessageId } from '@whatsapp-service/shared/ipc/message-content.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import { ChatPath } from '../schemas/chat-schemas.ts';
import * as schemas from '../schemas/message-read-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { parseIsoTime } from '../validation/iso-time.ts';
import { RequestFault } from '../validation/request-fault.ts';

const tags = ['Messages'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id';

const ofChatOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listMessages',
    tags,
    summary: 'Messages of a chat',
    description: 'What WhatsApp Web has of it, the newest first; older history that the phone keeps to itself is not among them.',
    params: ChatPath,
    querystring: schemas.MessageQuery,
    response: {
      200: json(ref(schemas.MessageList), 'A page of messages.'),
      ...errors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND', 'WRK_MESSAGE_NOT_FOUND'),
    },
  },
};

const pinnedOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listPinnedMessages',
    tags,
    summary: 'What is pinned in a chat',
    params: ChatPath,
    response: { 200: json(ref(schemas.PinnedMessageList), 'The messages.'), ...errors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND') },
  },
};

const searchOptions = {
  handlerTimeout,
  schema: {
    operationId: 'searchMessages',
    tags,
    summary: 'Search messages',
    description: 'WhatsApp Web searches what it has of the history, everywhere or in one chat.',
    params: SessionPath,
    querystring: schemas.SearchQuery,
    response: { 200: json(ref(schemas.FoundMessageList), 'A page of messages.'), ...errors(...workerAnswerErrors, 'WRK_CHAT_NOT_FOUND') },
  },
};

const getOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getMessage',
    tags,
    summary: 'One message',
    params: schemas.MessagePath,
    response: { 200: json(ref(schemas.Message), 'The message as it is now.'), ...errors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND') },
  },
};

const deliveryOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getMessageDelivery',
    tags,
    summary: 'Who has got and read a message',
    params: schemas.MessagePath,
    response: {
      200: json(ref(schemas.MessageDelivery), 'How far it got.'),
      ...errors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND', 'WRK_MESSAGE_NOT_OWN'),
    },
  },
};

const quotedOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getQuotedMessage',
    tags,
    summary: 'What a message answers to',
    params: schemas.MessagePath,
    response: { 200: json(ref(schemas.QuotedMessage), 'What it quotes.'), ...errors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND') },
  },
};

const reactionsOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getMessageReactions',
    tags,
    summary: 'Who reacted to a message',
    params: schemas.MessagePath,
    response: { 200: json(ref(schemas.MessageReactionList), 'The reactions.'), ...errors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND') },
  },
};

const orderOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getMessageOrder',
    tags,
    summary: 'What an order is about',
    params: schemas.MessagePath,
    response: {
      200: json(ref(schemas.MessageOrder), 'The order.'),
      ...errors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND', 'WRK_NOT_FOR_MESSAGE'),
    },
  },
};

const votesOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getMessageVotes',
    tags,
    summary: 'Who chose what in a poll',
    params: schemas.MessagePath,
    response: {
      200: json(ref(schemas.MessageVotes), 'The votes.'),
      ...errors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND', 'WRK_NOT_FOR_MESSAGE'),
    },
  },
};

/** Messages that were sent and received. */
export function addMessageReadRoutes(app: TypedApp, context: RouteContext): void {
  const { sessions, withMediaUrl } = context;
  app.get(`${base}/chats/:chat_id/messages`, ofChatOptions, async ({ params: { session_id, chat_id: chatId }, query, signal }) => {
    const asked = { chatId, limit: query.limit ?? 50, ...beforeOf(query.before) };
    const { messages, nextBefore } = await sessions.ask(session_id, 'chat.messages', asked, signal);
    return { messages: messages.map((message) => withMediaUrl(session_id, message)), next_before: nextBefore };
  });
  app.get(`${base}/chats/:chat_id/pinned-messages`, pinnedOptions, async ({ params: { session_id, chat_id: chatId }, signal }) => {
    const { messages } = await sessions.ask(session_id, 'chat.pinned_messages', { chatId }, signal);
    return { messages: messages.map((message) => withMediaUrl(session_id, message)) };
  });
  app.get(`${base}/messages`, searchOptions, async ({ params, query, signal }) => {
    const { text, chat_id: chatId, limit = 20, page = 1 } = query;
    const asked = { text, limit, page, ...(chatId === undefined ? {} : { chatId }) };
    const { messages } = await sessions.ask(params.session_id, 'message.search', asked, signal);
    const found = messages.map((message) => withMediaUrl(params.session_id, message));
    return { messages: found, next_page: messages.length === limit ? page + 1 : null };
  });
  app.get(`${base}/messages/:message_id`, getOptions, async ({ params: { session_id, message_id: messageId }, signal }) =>
    withMediaUrl(session_id, await sessions.ask(session_id, 'message.get', { messageId }, signal)),
  );
  addReports(app, context);
}

function addReports(app: TypedApp, { sessions, withMediaUrl }: RouteContext): void {
  app.get(`${base}/messages/:message_id/delivery`, deliveryOptions, async ({ params: { session_id, message_id: messageId }, signal }) =>
    sessions.ask(session_id, 'message.info', { messageId }, signal),
  );
  app.get(
    `${base}/messages/:message_id/quoted-message`,
    quotedOptions,
    async ({ params: { session_id, message_id: messageId }, signal }) => {
      const { message } = await sessions.ask(session_id, 'message.quoted', { messageId }, signal);
      return { message: message === null ? null : withMediaUrl(session_id, message) };
    },
  );
  app.get(`${base}/messages/:message_id/reactions`, reactionsOptions, async ({ params: { session_id, message_id: messageId }, signal }) =>
    sessions.ask(session_id, 'message.reactions', { messageId }, signal),
  );
  app.get(`${base}/messages/:message_id/order`, orderOptions, async ({ params: { session_id, message_id: messageId }, signal }) =>
    sessions.ask(session_id, 'message.order', { messageId }, signal),
  );
  app.get(`${base}/messages/:message_id/votes`, votesOptions, async ({ params: { session_id, message_id: messageId }, signal }) =>
    sessions.ask(session_id, 'message.votes', { messageId }, signal),
  );
}

function beforeOf(before: string | undefined): { beforeMessage?: string; beforeMs?: number } {
  if (before === undefined) return {};
  if (Value.Check(MessageId, before)) return { beforeMessage: before };
  const beforeMs = parseIsoTime(before);
  if (beforeMs !== undefined && beforeMs >= 0) return { beforeMs };
  throw new RequestFault([{ path: 'query/before', message: 'must be a message_id, or an ISO 8601 time with its zone' }]);
}
