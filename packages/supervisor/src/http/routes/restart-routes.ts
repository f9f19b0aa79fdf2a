import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { RestartBegunView, RestartInput, RestartPreviewView, RestartQuery } from '../schemas/restart-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';

const tags = ['Service'];

const previewRestartOptions = {
  schema: {
    operationId: 'previewRestart',
    tags,
    summary: 'What a restart of the service would do, and the token that confirms it',
    querystring: RestartQuery,
    response: { 200: json(ref(RestartPreviewView), 'The question to ask.'), ...errors('SUP_RESTART_IMPOSSIBLE') },
  },
};

const restartServiceOptions = {
  schema: {
    operationId: 'restartService',
    tags,
    summary: 'Restart the service',
    body: RestartInput,
    response: {
      202: json(ref(RestartBegunView), 'It restarts.'),
      ...commandErrors('SUP_RESTART_IMPOSSIBLE', 'SUP_CONFIRM_TOKEN_INVALID'),
    },
  },
};

/** A restart of the service: asked first, then confirmed. */
export function addRestartRoutes(app: TypedApp, { restart }: RouteContext): void {
  app.get('/api/v1/service/restart-preview', previewRestartOptions, (request) => restart.preview(request.query.mode));
  app.post('/api/v1/service/restart', restartServiceOptions, (request, reply) => {
    reply.code(202);
    return restart.restart(request.body.confirm_token, request.body.mode);
  });
}
