import { randomUUID } from 'node:crypto';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, json, workerAnswerErrors } from '../schemas/answers.ts';
import { IdempotencyHeaders, MessageInput, Sent } from '../schemas/message-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { Send } from '../schemas/send-schemas.ts';
import { answerSend, whenOf } from './send-answer.ts';

const sendMessageOptions = {
  handlerTimeout: workerAnswerTimeoutMs,
  // What may wait is taken while the service ends: the next one sends it.
  config: { isTakenWhileDraining: true },
  schema: {
    operationId: 'sendMessage',
    tags: ['Messages'],
    summary: 'Send a message',
    description:
      'A request that is repeated with its `Idempotency-Key` sends no second message, also after a restart of the service or of the session: it gets the answer of the first one. Only where nothing was sent and the message is not to blame (the answer says so) it is tried again.',
    params: SessionPath,
    headers: IdempotencyHeaders,
    body: MessageInput,
    response: {
      201: json(ref(Sent), 'Taken by WhatsApp Web.'),
      202: json(
        ref(Send),
        'It waits: for its session, for its turn or for its time. Its outcome comes as the event `message.send_settled`.',
      ),
      ...commandErrors(
        ...workerAnswerErrors,
        'SUP_STORAGE_UNAVAILABLE',
        'SUP_IDEMPOTENCY_KEY_REUSED',
        'SUP_SEND_HANDED_OVER',
        'SUP_SEND_NOT_SENT',
        'SUP_SEND_REFUSED',
        'SUP_SEND_UNSETTLED',
        'SUP_SEND_UNCONFIRMED',
        'SUP_SEND_PACED',
        'SUP_SEND_EXPIRED',
        'SUP_SEND_CANCELLED',
        'WRK_BAD_ADDRESS',
        'WRK_CHAT_READ_ONLY',
        'WRK_CHAT_NOT_FOUND',
        'WRK_MESSAGE_NOT_FOUND',
        'WRK_NOT_ON_WHATSAPP',
        'WRK_KIND_NOT_FOR_CHAT',
      ),
    },
  },
};

/** Sending messages. */
export function addMessageRoutes(app: TypedApp, { outbox }: RouteContext): void {
  app.post('/api/v1/sessions/:session_id/messages', sendMessageOptions, async (request, reply) => {
    const { to, queue, expires_in_seconds, send_at, ...body } = request.body;
    const content = body.kind === undefined ? { ...body, kind: 'text' as const } : body;
    const idempotencyKey = request.headers['idempotency-key'] ?? randomUUID();
    // Without the request's own signal: a caller that hangs up must not leave it open whether the message went out.
    const when = whenOf({ queue, expires_in_seconds, send_at });
    return answerSend(reply, await outbox.send(request.params.session_id, { to, content, idempotencyKey, ...when }));
  });
}
