import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SendAnswer } from '../../outbox/outbox.ts';
import { messageTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, outgoingMediaErrors, sendErrors, workerAnswerErrors } from '../schemas/answers.ts';
import { IdempotencyHeaders, MessageInput } from '../schemas/message-schemas.ts';
import { SessionPath } from '../schemas/schema-parts.ts';
import { OutgoingMessages } from '../uploads/outgoing-messages.ts';
import { answerSend, sendAnswers, whenOf } from './send-answer.ts';

const sendMessageOptions = {
  handlerTimeout: messageTimeoutMs,
  // What may wait is taken while the service ends: the next one sends it.
  config: { isTakenWhileDraining: true },
  // A form's file has to go when its fields are wrong.
  attachValidation: true,
  schema: {
    operationId: 'sendMessage',
    tags: ['Messages'],
    summary: 'Send a message',
    description:
      'A request that is repeated with its `Idempotency-Key` sends no second message, also after a restart of the service or of the session: it gets the answer of the first one. Only where nothing was sent and the message is not to blame (the answer says so) it is tried again. Kinds with a file take `multipart/form-data` as well: the same fields as texts, and the file in the field `media`.',
    consumes: ['application/json', 'multipart/form-data'],
    params: SessionPath,
    headers: IdempotencyHeaders,
    body: MessageInput,
    response: {
      ...sendAnswers,
      ...commandErrors(
        ...workerAnswerErrors,
        ...sendErrors,
        'WRK_BAD_ADDRESS',
        'WRK_CHAT_READ_ONLY',
        'WRK_CHAT_NOT_FOUND',
        'WRK_MESSAGE_NOT_FOUND',
        'WRK_NOT_ON_WHATSAPP',
        'WRK_KIND_NOT_FOR_CHAT',
        ...outgoingMediaErrors,
      ),
    },
  },
};

/** Sending messages; the app has to take multipart bodies. */
export function addMessageRoutes(app: TypedApp, context: RouteContext): void {
  const outgoing = new OutgoingMessages(context);

  const takeForm = async (request: FastifyRequest<{ Params: { session_id: string } }>, reply: FastifyReply): Promise<void> => {
    if (request.isMultipart()) request.body = await outgoing.readForm(request, reply, request.params.session_id);
  };

  app.post('/api/v1/sessions/:session_id/messages', { ...sendMessageOptions, preValidation: takeForm }, async (request, reply) => {
    const { session_id } = request.params;
    let answer: SendAnswer;
    try {
      if (request.validationError !== undefined) throw request.validationError;
      const { to, queue, expires_in_seconds, send_at, ...body } = request.body;
      const idempotencyKey = request.headers['idempotency-key'] ?? randomUUID();
      const when = whenOf({ queue, expires_in_seconds, send_at });
      answer = await outgoing.send(session_id, { to, body, idempotencyKey, ...when }, reply);
    } finally {
      await outgoing.discard(request, session_id);
    }
    return answerSend(reply, answer);
  });
}
