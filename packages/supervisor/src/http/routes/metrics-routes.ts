import Type from 'typebox';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors } from '../schemas/answers.ts';

const getMetricsOptions = {
  schema: {
    operationId: 'getMetrics',
    tags: ['Health'],
    summary: 'Metrics for Prometheus',
    description: 'Every metric is explained in docs/metrics.md.',
    response: {
      200: { description: 'The text format of Prometheus.', content: { 'text/plain': { schema: Type.String() } } },
      ...errors(),
    },
  },
};

/** What Prometheus asks, with the key in the header x-api-key. */
export function addMetricsRoutes(app: TypedApp, { metrics }: RouteContext): void {
  app.get('/metrics', getMetricsOptions, async (_request, reply) => {
    const text = await metrics.text();
    return reply.type(metrics.contentType).send(text);
  });
}
