import { Liveness, ReadinessView } from '../schemas/service-schemas.ts';
import { json } from '../schemas/answers.ts';
import { ref } from '../schemas/schema-parts.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';

const tags = ['Health'];
/** Overrides the key that all other routes ask for. */
const security: [] = [];

const getLivenessOptions = {
  schema: {
    operationId: 'getLiveness',
    tags,
    security,
    summary: 'Does the process answer?',
    response: { 200: json(ref(Liveness), 'It does.') },
  },
};

const getReadinessOptions = {
  schema: {
    operationId: 'getReadiness',
    tags,
    security,
    summary: 'Are the sessions back?',
    response: {
      200: json(ref(ReadinessView), 'Ready.'),
      503: json(ref(ReadinessView), 'Restoring, draining or degraded: the body says which.'),
    },
  },
};

/** /livez and /readyz: what a process manager or a load balancer asks, without a key. */
export function addHealthRoutes(app: TypedApp, { service }: RouteContext): void {
  app.get('/livez', getLivenessOptions, () => ({ status: 'ok' as const }));
  app.get('/readyz', getReadinessOptions, (_request, reply) => {
    const { status, reasons, restoration } = service.readiness();
    reply.code(status === 'ready' ? 200 : 503);
    return { status, reasons: [...reasons], restoration };
  });
}
