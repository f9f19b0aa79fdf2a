import { randomUUID } from 'node:crypto';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, json } from '../schemas/answers.ts';
import { IdempotencyHeaders, Sent, TextInput } from '../schemas/message-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';

const sendMessageOptions = {
  handlerTimeout: workerAnswerTimeoutMs,
  schema: {
    operationId: 'sendMessage',
    tags: ['Messages'],
    summary: 'Send a text message',
    params: SessionPath,
    headers: IdempotencyHeaders,
    body: TextInput,
    response: {
      201: json(ref(Sent), 'Taken by WhatsApp Web.'),
      ...commandErrors(
        'SUP_SESSION_NOT_FOUND',
        'SUP_SESSION_NOT_CONNECTED',
        'SUP_SESSION_UNRESPONSIVE',
        'SUP_WORKER_UNAVAILABLE',
        'SUP_WORKER_TIMEOUT',
        'SUP_WORKER_FAILED',
        'SUP_SEND_HANDED_OVER',
        'SUP_HANDLER_TIMEOUT',
      ),
    },
  },
};

/** Sending messages. */
export function addMessageRoutes(app: TypedApp, { sessions }: RouteContext): void {
  app.post('/api/v1/sessions/:session_id/messages', sendMessageOptions, async (request, reply) => {
    const { to, text } = request.body;
    const idempotencyKey = request.headers['idempotency-key'] ?? randomUUID();
    // Not the request's own signal: a caller that hangs up must not leave it open whether the message went out.
    const signal = AbortSignal.timeout(workerAnswerTimeoutMs);
    const sent = await sessions.sendText(request.params.session_id, { to, text, idempotencyKey }, signal);
    return reply.code(201).send(sent);
  });
}
