import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, json, workerAnswerErrors } from '../schemas/answers.ts';
import { Message, MessagePath } from '../schemas/message-read-schemas.ts';
import * as schemas from '../schemas/status-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Calls'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id';
const done = { 204: { description: 'Done.' } };

const rejectOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'rejectCall',
    tags,
    summary: 'Reject a call that rings',
    description: 'By the `call_id` of the event `call.received`. Calls cannot be taken or made.',
    params: schemas.CallPath,
    response: { ...done, ...commandErrors(...workerAnswerErrors, 'WRK_CALL_NOT_FOUND') },
  },
};

const linkOptions = {
  handlerTimeout,
  schema: {
    operationId: 'createCallLink',
    tags,
    summary: 'Make a link to a call',
    params: SessionPath,
    body: schemas.CallLinkInput,
    response: { 201: json(ref(schemas.CallLink), 'The link.'), ...commandErrors(...workerAnswerErrors) },
  },
};

const eventOptions = {
  handlerTimeout,
  schema: {
    operationId: 'respondToEvent',
    tags: ['Messages'],
    summary: 'Say whether the account comes to an event that a message announces',
    params: MessagePath,
    body: schemas.EventResponseInput,
    response: { ...done, ...commandErrors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND', 'WRK_NOT_FOR_MESSAGE') },
  },
};

const editEventOptions = {
  handlerTimeout,
  schema: {
    operationId: 'changeScheduledEvent',
    tags: ['Messages'],
    summary: 'Change or cancel an event that the account has announced',
    params: MessagePath,
    body: schemas.ScheduledEventChangeInput,
    response: {
      200: json(ref(Message), 'The message as it is now.'),
      ...commandErrors(...workerAnswerErrors, 'WRK_MESSAGE_NOT_FOUND', 'WRK_MESSAGE_NOT_OWN', 'WRK_NOT_FOR_MESSAGE'),
    },
  },
};

/** Calls, and events that messages announce. */
export function addCallRoutes(app: TypedApp, { sessions }: RouteContext): void {
  // Not the request's own signal, which is aborted once the body has been read.
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.post(`${base}/calls/:call_id/reject`, rejectOptions, async ({ params: { session_id, call_id: callId } }, reply) => {
    await sessions.ask(session_id, 'call.reject', { callId }, inTime());
    return reply.code(204).send();
  });
  app.post(`${base}/call-links`, linkOptions, async ({ params, body: { kind, start_time } }, reply) => {
    const link = { kind, startTimeMs: Math.max(0, Date.parse(start_time)) };
    return reply.code(201).send(await sessions.ask(params.session_id, 'call.create_link', link, inTime()));
  });
  app.put(`${base}/messages/:message_id/scheduled-event`, editEventOptions, async ({ params: { session_id, message_id }, body }) => {
    const { canceled = false, ...event } = body;
    return sessions.ask(session_id, 'scheduled_event.edit', { messageId: message_id, event, canceled }, inTime());
  });
  app.put(
    `${base}/messages/:message_id/event-response`,
    eventOptions,
    async ({ params: { session_id, message_id: messageId }, body: { response } }, reply) => {
      await sessions.ask(session_id, 'scheduled_event.respond', { messageId, response }, inTime());
      return reply.code(204).send();
    },
  );
}
