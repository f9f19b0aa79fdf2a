import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { Binary, errors } from '../schemas/answers.ts';
import { SessionPath } from '../schemas/schema-parts.ts';

const getScreenshotOptions = {
  handlerTimeout: workerAnswerTimeoutMs,
  schema: {
    operationId: 'getScreenshot',
    tags: ['Sessions'],
    summary: "A picture of the session's page",
    params: SessionPath,
    response: {
      200: { description: 'The page as it looks now.', content: { 'image/png': { schema: Binary } } },
      ...errors('SUP_SESSION_NOT_FOUND', 'SUP_WORKER_UNAVAILABLE', 'SUP_WORKER_TIMEOUT', 'SUP_WORKER_FAILED', 'SUP_HANDLER_TIMEOUT'),
    },
  },
};

/** A look at a session's page. */
export function addScreenshotRoutes(app: TypedApp, { sessions }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/screenshot', getScreenshotOptions, async (request, reply) => {
    const picture = await sessions.screenshot(request.params.session_id, request.signal);
    return reply.type('image/png').send(picture);
  });
}
