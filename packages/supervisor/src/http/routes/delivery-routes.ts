import { reachOf } from '../access/reach.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import * as schemas from '../schemas/webhook-schemas.ts';

const tags = ['Webhooks'];
const params = schemas.WebhookPath;
const path = '/api/v1/webhooks/:webhook_id';

const deliveriesOptions = {
  schema: {
    operationId: 'listDeliveries',
    tags,
    summary: 'The last attempts of a webhook, with their status codes',
    params,
    querystring: schemas.DeliveryQuery,
    response: { 200: json(ref(schemas.DeliveryList), 'Attempts, newest first.'), ...errors('SUP_WEBHOOK_NOT_FOUND') },
  },
};

const deadLettersOptions = {
  schema: {
    operationId: 'listDeadLetters',
    tags,
    summary: 'The events that were given up for a webhook',
    params,
    querystring: schemas.DeadLetterQuery,
    response: { 200: json(ref(schemas.DeadLetterList), 'Dead letters, oldest first.'), ...errors('SUP_WEBHOOK_NOT_FOUND') },
  },
};

const redriveOptions = {
  schema: {
    operationId: 'redriveDeadLetters',
    tags,
    summary: 'Have dead letters tried anew, in their order, beside the new events',
    params,
    body: schemas.DeadLetterIds,
    response: { 202: json(ref(schemas.Redriven), 'Taken.'), ...commandErrors('SUP_WEBHOOK_NOT_FOUND', 'SUP_STORAGE_UNAVAILABLE') },
  },
};

const purgeOptions = {
  schema: {
    operationId: 'purgeDeadLetters',
    tags,
    summary: 'Delete dead letters',
    params,
    body: schemas.DeadLetterIds,
    response: { 200: json(ref(schemas.Purged), 'Deleted.'), ...commandErrors('SUP_WEBHOOK_NOT_FOUND', 'SUP_STORAGE_UNAVAILABLE') },
  },
};

const sessionDeliveriesOptions = {
  schema: {
    operationId: 'listSessionDeliveries',
    tags,
    summary: "The last attempts to deliver a session's events, of all webhooks",
    params: SessionPath,
    querystring: schemas.SessionDeliveryQuery,
    response: { 200: json(ref(schemas.SessionDeliveryList), 'Attempts, newest first.'), ...errors('SUP_SESSION_NOT_FOUND') },
  },
};

/** What came of the deliveries, and what is done about those that failed for good. */
export function addDeliveryRoutes(app: TypedApp, { sessions, webhooks }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/deliveries', sessionDeliveriesOptions, (request) => {
    const { session_id: id } = sessions.get(request.params.session_id);
    return webhooks.deliveriesOf(id, { limit: request.query.limit ?? 100, ...reachOf(request) });
  });
  app.get(`${path}/deliveries`, deliveriesOptions, (request) => {
    const { before = Number.MAX_SAFE_INTEGER, limit = 100 } = request.query;
    return webhooks.deliveries(request.params.webhook_id, before, limit);
  });
  app.get(`${path}/dead-letters`, deadLettersOptions, (request) => {
    const { after = 0, limit = 100 } = request.query;
    return webhooks.deadLetters(request.params.webhook_id, after, limit);
  });
  app.post(`${path}/dead-letters/redrive`, redriveOptions, (request, reply) => {
    reply.code(202);
    return webhooks.redrive(request.params.webhook_id, request.body.ids);
  });
  app.post(`${path}/dead-letters/purge`, purgeOptions, (request) => webhooks.purge(request.params.webhook_id, request.body.ids));
}
