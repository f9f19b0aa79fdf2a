import { randomUUID } from 'node:crypto';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, json, sendErrors, workerAnswerErrors } from '../schemas/answers.ts';
import type { AnswerCode } from '../schemas/answers.ts';
import type { WorkerCode } from '../schemas/worker-codes.ts';
import { Message, MessagePath } from '../schemas/message-read-schemas.ts';
import * as schemas from '../schemas/message-act-schemas.ts';
import { IdempotencyHeaders } from '../schemas/message-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';
import { answerSend, sendAnswers, whenOf } from './send-answer.ts';

const tags = ['Messages'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id/messages/:message_id';
const done = { 204: { description: 'Done.' } };
const refused = (...own: AnswerCode[]) => commandErrors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND', ...own);

/** A route without a body that answers with nothing. */
function bare(operationId: string, summary: string, ...own: WorkerCode[]) {
  const response = { ...done, ...refused(...own) };
  return { handlerTimeout, preValidation: refuseBody, schema: { operationId, tags, summary, params: MessagePath, response } };
}

const reactOptions = {
  handlerTimeout,
  schema: {
    operationId: 'reactToMessage',
    tags,
    summary: 'React to a message',
    description: 'Takes the place of the reaction that the account gave before.',
    params: MessagePath,
    body: schemas.ReactionInput,
    response: { ...done, ...refused('WRK_NOT_AN_EMOJI', 'WRK_NOT_FOR_MESSAGE') },
  },
};

const editOptions = {
  handlerTimeout,
  schema: {
    operationId: 'editMessage',
    tags,
    summary: 'Edit a message',
    description: 'A text or caption that the account wrote, for 15 minutes.',
    params: MessagePath,
    body: schemas.EditInput,
    response: { 200: json(ref(Message), 'The message as it is now.'), ...refused('WRK_MESSAGE_NOT_OWN', 'WRK_MESSAGE_NOT_EDITABLE') },
  },
};

const deleteOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'deleteMessage',
    tags,
    summary: 'Delete a message',
    params: MessagePath,
    querystring: schemas.DeleteQuery,
    response: { ...done, ...refused('WRK_MESSAGE_NOT_REVOCABLE') },
  },
};

const forwardOptions = {
  handlerTimeout,
  config: { isTakenWhileDraining: true },
  schema: {
    operationId: 'forwardMessage',
    tags,
    summary: 'Forward a message',
    description:
      'The copy is a send like any other: its `Idempotency-Key` survives restarts, it may wait (`queue`, `send_at`), and what became of it can be asked.',
    params: MessagePath,
    headers: IdempotencyHeaders,
    body: schemas.ForwardInput,
    response: {
      ...sendAnswers,
      ...refused(
        ...sendErrors,
        'WRK_BAD_ADDRESS',
        'WRK_CHAT_NOT_FOUND',
        'WRK_CHAT_READ_ONLY',
        'WRK_KIND_NOT_FOR_CHAT',
        'WRK_NOT_FOR_MESSAGE',
        'WRK_NOT_ON_WHATSAPP',
      ),
    },
  },
};

const pinOptions = {
  handlerTimeout,
  schema: {
    operationId: 'pinMessage',
    tags,
    summary: 'Pin a message for everybody in the chat',
    params: MessagePath,
    body: schemas.PinInput,
    response: { ...done, ...refused('WRK_NOT_FOR_MESSAGE', 'WRK_PIN_REFUSED') },
  },
};

const voteOptions = {
  handlerTimeout,
  schema: {
    operationId: 'voteInPoll',
    tags,
    summary: 'Vote in a poll',
    description: 'Takes the place of the vote that the account cast before.',
    params: MessagePath,
    body: schemas.VoteInput,
    response: { ...done, ...refused('WRK_NOT_FOR_MESSAGE', 'WRK_BAD_VOTE') },
  },
};

// Not the request's own signal: a caller that hangs up must not leave it open what was done.
function inTime(): AbortSignal {
  return AbortSignal.timeout(workerAnswerTimeoutMs);
}

/** What is done to messages that were sent or received. */
export function addMessageActRoutes(app: TypedApp, { sessions, outbox, withMediaUrl }: RouteContext): void {
  app.patch(base, editOptions, async ({ params: { session_id, message_id: messageId }, body: { text } }) =>
    withMediaUrl(session_id, await sessions.ask(session_id, 'message.edit', { messageId, text }, inTime())),
  );
  app.delete(base, deleteOptions, async ({ params: { session_id, message_id: messageId }, query }, reply) => {
    await sessions.ask(session_id, 'message.delete', { messageId, forWhom: query.for }, inTime());
    return reply.code(204).send();
  });
  app.post(`${base}/forward`, forwardOptions, async ({ params: { session_id, message_id }, body: { to, ...when }, headers }, reply) => {
    const idempotencyKey = headers['idempotency-key'] ?? randomUUID();
    const content = { kind: 'forward' as const, message_id };
    return answerSend(reply, await outbox.send(session_id, { to, content, idempotencyKey, ...whenOf(when) }));
  });
  addReactions(app, sessions);
  addMarks(app, sessions);
  addVotes(app, sessions);
}

type Sessions = RouteContext['sessions'];

function addReactions(app: TypedApp, sessions: Sessions): void {
  app.put(`${base}/reaction`, reactOptions, async ({ params: { session_id, message_id: messageId }, body: { emoji } }, reply) => {
    await sessions.ask(session_id, 'message.react', { messageId, emoji }, inTime());
    return reply.code(204).send();
  });
  const takeBack = bare('takeReactionBack', 'Take the reaction back', 'WRK_NOT_FOR_MESSAGE');
  app.delete(`${base}/reaction`, takeBack, async ({ params: { session_id, message_id: messageId } }, reply) => {
    await sessions.ask(session_id, 'message.react', { messageId, emoji: '' }, inTime());
    return reply.code(204).send();
  });
}

function addMarks(app: TypedApp, sessions: Sessions): void {
  const star = bare('starMessage', 'Star a message', 'WRK_NOT_FOR_MESSAGE');
  app.put(`${base}/star`, star, async ({ params: { session_id, message_id: messageId } }, reply) => {
    await sessions.ask(session_id, 'message.star', { messageId, starred: true }, inTime());
    return reply.code(204).send();
  });
  const unstar = bare('unstarMessage', 'Take the star off a message', 'WRK_NOT_FOR_MESSAGE');
  app.delete(`${base}/star`, unstar, async ({ params: { session_id, message_id: messageId } }, reply) => {
    await sessions.ask(session_id, 'message.star', { messageId, starred: false }, inTime());
    return reply.code(204).send();
  });
  app.put(`${base}/pin`, pinOptions, async ({ params: { session_id, message_id: messageId }, body }, reply) => {
    await sessions.ask(session_id, 'message.pin', { messageId, durationSeconds: body.duration_seconds }, inTime());
    return reply.code(204).send();
  });
  const unpin = bare('unpinMessage', 'Take the pin off a message', 'WRK_NOT_FOR_MESSAGE', 'WRK_PIN_REFUSED');
  app.delete(`${base}/pin`, unpin, async ({ params: { session_id, message_id: messageId } }, reply) => {
    await sessions.ask(session_id, 'message.pin', { messageId, durationSeconds: null }, inTime());
    return reply.code(204).send();
  });
}

function addVotes(app: TypedApp, sessions: Sessions): void {
  app.put(`${base}/vote`, voteOptions, async ({ params: { session_id, message_id: messageId }, body: { options } }, reply) => {
    await sessions.ask(session_id, 'message.vote', { messageId, options }, inTime());
    return reply.code(204).send();
  });
  const takeBack = bare('takeVoteBack', 'Take the vote back', 'WRK_NOT_FOR_MESSAGE');
  app.delete(`${base}/vote`, takeBack, async ({ params: { session_id, message_id: messageId } }, reply) => {
    await sessions.ask(session_id, 'message.vote', { messageId, options: [] }, inTime());
    return reply.code(204).send();
  });
}
