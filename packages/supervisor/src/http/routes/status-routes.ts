import { randomUUID } from 'node:crypto';
import { statusChatId } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import { cursorOf, idOfCursor } from '../cursor.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, sendErrors, workerAnswerErrors } from '../schemas/answers.ts';
import { ContactPath } from '../schemas/contact-schemas.ts';
import { IdempotencyHeaders } from '../schemas/message-schemas.ts';
import * as schemas from '../schemas/status-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';
import { answerSend, sendAnswers, whenOf } from './send-answer.ts';

const tags = ['Statuses'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id';

const sendOptions = {
  handlerTimeout,
  config: { isTakenWhileDraining: true },
  schema: {
    operationId: 'showStatus',
    tags,
    summary: 'Show a text as status for a day',
    description:
      'A status is a send like any other: its `Idempotency-Key` survives restarts, it may wait (`queue`, `send_at`), and what became of it can be asked.',
    params: SessionPath,
    headers: IdempotencyHeaders,
    body: schemas.StatusInput,
    response: { ...sendAnswers, ...commandErrors(...workerAnswerErrors, ...sendErrors) },
  },
};

const revokeOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'revokeStatus',
    tags,
    summary: 'Show a status no longer',
    params: schemas.StatusPath,
    response: { 204: { description: 'Done.' }, ...commandErrors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND') },
  },
};

const listOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listBroadcasts',
    tags,
    summary: 'Who shows a status now',
    params: SessionPath,
    querystring: schemas.BroadcastQuery,
    response: { 200: json(ref(schemas.BroadcastList), 'A page of them.'), ...errors(...workerAnswerErrors, 'SUP_CURSOR_INVALID') },
  },
};

const getOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getBroadcast',
    tags,
    summary: 'What somebody shows as status',
    params: ContactPath,
    response: { 200: json(ref(schemas.BroadcastDetails), 'With its messages.'), ...errors(...workerAnswerErrors, 'WRK_CONTACT_NOT_FOUND') },
  },
};

/** What people show for a day. */
export function addStatusRoutes(app: TypedApp, { sessions, outbox }: RouteContext): void {
  // Not the request's own signal, which is aborted once the body has been read.
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.post(`${base}/statuses`, sendOptions, async ({ params, headers, body }, reply) => {
    const { text, background_color = null, font = 0, ...when } = body;
    const idempotencyKey = headers['idempotency-key'] ?? randomUUID();
    const content = { kind: 'status' as const, text, background_color, font };
    return answerSend(reply, await outbox.send(params.session_id, { to: statusChatId, content, idempotencyKey, ...whenOf(when) }));
  });
  app.delete(`${base}/statuses/:message_id`, revokeOptions, async ({ params: { session_id, message_id } }, reply) => {
    await sessions.ask(session_id, 'status.revoke', { messageId: message_id }, inTime());
    return reply.code(204).send();
  });
  app.get(`${base}/broadcasts`, listOptions, async ({ params, query: { limit = 50, cursor }, signal }) => {
    const { broadcasts, next } = await sessions.ask(params.session_id, 'broadcast.list', { after: idOfCursor(cursor), limit }, signal);
    return { broadcasts, next_cursor: cursorOf(next) };
  });
  app.get(`${base}/broadcasts/:contact_id`, getOptions, async ({ params: { session_id, contact_id: contactId }, signal }) =>
    sessions.ask(session_id, 'broadcast.get', { contactId }, signal),
  );
}
