import { randomUUID } from 'node:crypto';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, json, workerAnswerErrors } from '../schemas/answers.ts';
import { IdempotencyHeaders, MessageInput, Sent } from '../schemas/message-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';

const sendMessageOptions = {
  handlerTimeout: workerAnswerTimeoutMs,
  schema: {
    operationId: 'sendMessage',
    tags: ['Messages'],
    summary: 'Send a message',
    params: SessionPath,
    headers: IdempotencyHeaders,
    body: MessageInput,
    response: {
      201: json(ref(Sent), 'Taken by WhatsApp Web.'),
      ...commandErrors(
        ...workerAnswerErrors,
        'SUP_SEND_HANDED_OVER',
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
export function addMessageRoutes(app: TypedApp, { sessions }: RouteContext): void {
  app.post('/api/v1/sessions/:session_id/messages', sendMessageOptions, async (request, reply) => {
    const { to, ...body } = request.body;
    const content = body.kind === undefined ? { ...body, kind: 'text' as const } : body;
    const idempotencyKey = request.headers['idempotency-key'] ?? randomUUID();
    // Not the request's own signal: a caller that hangs up must not leave it open whether the message went out.
    const signal = AbortSignal.timeout(workerAnswerTimeoutMs);
    const sent = await sessions.sendMessage(request.params.session_id, { to, content, idempotencyKey }, signal);
    return reply.code(201).send(sent);
  });
}
