import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BulkView } from '../../outbox/bulk-job.ts';
import { messageTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, outgoingMediaErrors } from '../schemas/answers.ts';
import { BulkInput, BulkJobList, BulkJobPath, BulkJobView, BulkListQuery, RecipientQuery } from '../schemas/bulk-schemas.ts';
import { IdempotencyHeaders } from '../schemas/message-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { SendList } from '../schemas/send-schemas.ts';
import { OutgoingMessages } from '../uploads/outgoing-messages.ts';
import { refuseBody } from '../validation/refuse-body.ts';
import { whenOf } from './send-answer.ts';

const tags = ['Messages'];
const path = '/api/v1/sessions/:session_id/bulk-jobs';

const createOptions = {
  handlerTimeout: messageTimeoutMs,
  // A form's file has to go when its fields are wrong.
  attachValidation: true,
  schema: {
    operationId: 'sendBulk',
    tags,
    summary: 'Send a message to many',
    description:
      'The messages go out one after the other, at the pace of the session, after what else waits for it. Each is a send of its own, with its own event `message.send_settled`; the end of the job is the event `message.bulk_ended`. Kinds with a file take `multipart/form-data` as well: the file in the field `media`, the receivers in `recipients`, separated by commas. It is fetched or uploaded once, and removed with the end of the last message.',
    consumes: ['application/json', 'multipart/form-data'],
    params: SessionPath,
    headers: IdempotencyHeaders,
    body: BulkInput,
    response: {
      202: json(ref(BulkJobView), 'The job, with nothing sent yet.'),
      ...commandErrors(
        'SUP_SESSION_NOT_FOUND',
        'SUP_SESSION_NOT_CONNECTED',
        'SUP_IDEMPOTENCY_KEY_REUSED',
        'SUP_HANDLER_TIMEOUT',
        ...outgoingMediaErrors,
      ),
    },
  },
};

const listOptions = {
  schema: {
    operationId: 'listBulkJobs',
    tags,
    summary: 'List bulk jobs',
    params: SessionPath,
    querystring: BulkListQuery,
    response: { 200: json(ref(BulkJobList), 'A page of jobs, newest first.'), ...errors('SUP_SESSION_NOT_FOUND', 'SUP_CURSOR_INVALID') },
  },
};

const getOptions = {
  schema: {
    operationId: 'getBulkJob',
    tags,
    summary: 'Read how far a bulk job is',
    params: BulkJobPath,
    response: { 200: json(ref(BulkJobView), 'The job.'), ...errors('SUP_SESSION_NOT_FOUND', 'SUP_BULK_NOT_FOUND') },
  },
};

const recipientsOptions = {
  schema: {
    operationId: 'listBulkRecipients',
    tags,
    summary: 'The result of each recipient of a bulk job',
    params: BulkJobPath,
    querystring: RecipientQuery,
    response: {
      200: json(ref(SendList), 'A page of its sends, the last recipient first.'),
      ...errors('SUP_SESSION_NOT_FOUND', 'SUP_BULK_NOT_FOUND', 'SUP_CURSOR_INVALID'),
    },
  },
};

function commandOptions(operationId: string, summary: string) {
  return {
    preValidation: refuseBody,
    schema: {
      operationId,
      tags,
      summary,
      params: BulkJobPath,
      response: {
        200: json(ref(BulkJobView), 'The job as it is now.'),
        ...commandErrors('SUP_SESSION_NOT_FOUND', 'SUP_BULK_NOT_FOUND', 'SUP_BULK_OVER', 'SUP_STORAGE_UNAVAILABLE'),
      },
    },
  };
}

/** Beginning to send one message to many; the app has to take multipart bodies. */
export function addBulkCreateRoute(app: TypedApp, context: RouteContext): void {
  const outgoing = new OutgoingMessages(context);

  const takeForm = async (request: FastifyRequest<{ Params: { session_id: string } }>, reply: FastifyReply): Promise<void> => {
    if (request.isMultipart()) request.body = await outgoing.readForm(request, reply, request.params.session_id);
  };

  app.post('/api/v1/sessions/:session_id/messages/bulk', { ...createOptions, preValidation: takeForm }, async (request, reply) => {
    const { session_id } = request.params;
    let job: BulkView;
    try {
      if (request.validationError !== undefined) throw request.validationError;
      const { recipients, expires_in_seconds, send_at, ...body } = request.body;
      const idempotencyKey = request.headers['idempotency-key'] ?? randomUUID();
      const when = whenOf({ expires_in_seconds, send_at });
      job = await outgoing.sendToMany(session_id, { recipients, body, idempotencyKey, ...when }, reply);
    } finally {
      await outgoing.discard(request, session_id);
    }
    return reply.code(202).send(job);
  });
}

/** One message to many receivers: how far it is, and what is to become of it. */
export function addBulkRoutes(app: TypedApp, { bulk, outbox }: RouteContext): void {
  app.get(path, listOptions, (request) => {
    const { limit = 100, cursor } = request.query;
    return bulk.list(request.params.session_id, { limit, ...(cursor === undefined ? {} : { cursor }) });
  });
  app.get(`${path}/:job_id`, getOptions, ({ params }) => bulk.get(params.session_id, params.job_id));
  app.get(`${path}/:job_id/recipients`, recipientsOptions, ({ params, query }) => {
    const { status, limit = 100, cursor } = query;
    bulk.get(params.session_id, params.job_id);
    return outbox.list(params.session_id, {
      jobId: params.job_id,
      limit,
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { cursor }),
    });
  });
  const pause = commandOptions('pauseBulkJob', 'Pause a bulk job');
  app.post(`${path}/:job_id/pause`, pause, ({ params }) => bulk.pause(params.session_id, params.job_id));
  const resume = commandOptions('resumeBulkJob', 'Resume a bulk job');
  app.post(`${path}/:job_id/resume`, resume, ({ params }) => bulk.resume(params.session_id, params.job_id));
  const cancel = commandOptions('cancelBulkJob', 'Cancel what has not gone out of a bulk job');
  app.post(`${path}/:job_id/cancel`, cancel, ({ params }) => bulk.cancel(params.session_id, params.job_id));
}
