import { assertWithinReach, reachOf } from '../access/reach.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { ref } from '../schemas/schema-parts.ts';
import * as schemas from '../schemas/webhook-schemas.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Webhooks'];
const params = schemas.WebhookPath;
const path = '/api/v1/webhooks/:webhook_id';
/** The address is resolved before the answer. */
const handlerTimeout = 20_000;

const createOptions = {
  handlerTimeout,
  schema: {
    operationId: 'createWebhook',
    tags,
    summary: 'Have events sent to a URL',
    description: 'It is sent what is logged from now on. The secret that is made for it is shown in this answer alone.',
    body: schemas.WebhookInput,
    response: {
      201: json(ref(schemas.WebhookSecretAnswer), 'Created.'),
      ...commandErrors('SUP_WEBHOOK_INVALID', 'SUP_SESSION_NOT_FOUND', 'SUP_STORAGE_UNAVAILABLE', 'SUP_HANDLER_TIMEOUT'),
    },
  },
};

const listOptions = {
  schema: {
    operationId: 'listWebhooks',
    tags,
    summary: 'List webhooks',
    querystring: schemas.WebhookListQuery,
    response: { 200: json(ref(schemas.WebhookList), 'A page of webhooks.'), ...errors() },
  },
};

const getOptions = {
  schema: {
    operationId: 'getWebhook',
    tags,
    summary: 'Read a webhook',
    params,
    response: { 200: json(ref(schemas.WebhookAnswer), 'The webhook.'), ...errors('SUP_WEBHOOK_NOT_FOUND') },
  },
};

const changeOptions = {
  handlerTimeout,
  schema: {
    operationId: 'changeWebhook',
    tags,
    summary: 'Change a webhook',
    description: 'What it is owed stays owed, also while it is disabled, as long as the log keeps it.',
    params,
    body: schemas.WebhookPatch,
    response: {
      200: json(ref(schemas.WebhookAnswer), 'The webhook as it is now.'),
      ...commandErrors(
        'SUP_WEBHOOK_NOT_FOUND',
        'SUP_WEBHOOK_INVALID',
        'SUP_WEBHOOK_FIXED',
        'SUP_STORAGE_UNAVAILABLE',
        'SUP_HANDLER_TIMEOUT',
      ),
    },
  },
};

const deleteOptions = {
  preValidation: refuseBody,
  schema: {
    operationId: 'deleteWebhook',
    tags,
    summary: 'Delete a webhook with what it is owed, its deliveries and its dead letters',
    params,
    response: {
      204: { description: 'Deleted.' },
      ...commandErrors('SUP_WEBHOOK_NOT_FOUND', 'SUP_WEBHOOK_FIXED', 'SUP_STORAGE_UNAVAILABLE'),
    },
  },
};

const rotateOptions = {
  schema: {
    operationId: 'rotateWebhookSecret',
    tags,
    summary: 'Replace the secret; for a time the present one signs as well',
    params,
    body: schemas.SecretRotation,
    response: {
      200: json(ref(schemas.WebhookSecretAnswer), 'The webhook, with the new secret where it was made.'),
      ...commandErrors('SUP_WEBHOOK_NOT_FOUND', 'SUP_WEBHOOK_INVALID', 'SUP_WEBHOOK_FIXED', 'SUP_STORAGE_UNAVAILABLE'),
    },
  },
};

const testOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'testWebhook',
    tags,
    summary: 'Send an event of the type webhook.test, once',
    params,
    response: {
      200: json(ref(schemas.TestAnswer), 'What the receiver answered.'),
      ...commandErrors('SUP_WEBHOOK_NOT_FOUND', 'SUP_HANDLER_TIMEOUT'),
    },
  },
};

/** Who is told what happens. */
export function addWebhookRoutes(app: TypedApp, { basePath, webhooks }: RouteContext): void {
  app.post('/api/v1/webhooks', createOptions, async (request, reply) => {
    assertWithinReach(request, request.body.session_id ?? null);
    const webhook = await webhooks.create(request.body);
    return reply.code(201).header('location', `${basePath}/api/v1/webhooks/${webhook.id}`).send(webhook);
  });
  app.get('/api/v1/webhooks', listOptions, (request) => {
    const { session_id: sessionId, limit = 100, cursor } = request.query;
    return webhooks.list({
      limit,
      ...reachOf(request),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cursor === undefined ? {} : { cursor }),
    });
  });
  app.get(path, getOptions, (request) => webhooks.get(request.params.webhook_id));
  app.patch(path, changeOptions, async (request) => webhooks.change(request.params.webhook_id, request.body));
  app.delete(path, deleteOptions, (request, reply) => {
    webhooks.remove(request.params.webhook_id);
    return reply.code(204).send();
  });
  app.post(`${path}/rotate-secret`, rotateOptions, (request) => {
    const { secret, keep_previous_seconds: seconds = 86_400 } = request.body;
    return webhooks.rotateSecret(request.params.webhook_id, secret, seconds * 1_000);
  });
  app.post(`${path}/test`, testOptions, async (request) => webhooks.test(request.params.webhook_id));
}
