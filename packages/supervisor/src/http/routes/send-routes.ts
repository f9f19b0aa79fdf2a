import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { Send, SendList, SendListQuery, SendPath } from '../schemas/send-schemas.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Messages'];

const listSendsOptions = {
  schema: {
    operationId: 'listSends',
    tags,
    summary: 'List sends',
    description: 'What became of the messages that were sent here, for `SEND_RETENTION_DAYS`.',
    params: SessionPath,
    querystring: SendListQuery,
    response: { 200: json(ref(SendList), 'A page of sends, newest first.'), ...errors('SUP_SESSION_NOT_FOUND', 'SUP_CURSOR_INVALID') },
  },
};

const getSendOptions = {
  schema: {
    operationId: 'getSend',
    tags,
    summary: 'Read what became of a send',
    params: SendPath,
    response: { 200: json(ref(Send), 'The send.'), ...errors('SUP_SESSION_NOT_FOUND', 'SUP_SEND_NOT_FOUND') },
  },
};

const cancelSendOptions = {
  preValidation: refuseBody,
  schema: {
    operationId: 'cancelSend',
    tags,
    summary: 'Cancel a send that waits',
    params: SendPath,
    response: {
      200: json(ref(Send), 'The send, cancelled.'),
      ...commandErrors('SUP_SESSION_NOT_FOUND', 'SUP_SEND_NOT_FOUND', 'SUP_SEND_NOT_CANCELLABLE', 'SUP_STORAGE_UNAVAILABLE'),
    },
  },
};

/** What became of messages that were to be sent. */
export function addSendRoutes(app: TypedApp, { outbox }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/sends', listSendsOptions, (request) => {
    const { status, idempotency_key: idempotencyKey, limit = 100, cursor } = request.query;
    return outbox.list(request.params.session_id, {
      limit,
      ...(status === undefined ? {} : { status }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(cursor === undefined ? {} : { cursor }),
    });
  });
  app.get('/api/v1/sessions/:session_id/sends/:send_id', getSendOptions, (request) =>
    outbox.get(request.params.session_id, request.params.send_id),
  );
  app.delete('/api/v1/sessions/:session_id/sends/:send_id', cancelSendOptions, (request) =>
    outbox.cancel(request.params.session_id, request.params.send_id),
  );
}
