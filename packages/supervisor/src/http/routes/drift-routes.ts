import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { Drift } from '../schemas/drift-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Service'];
const listErrors = ['SUP_NO_DJANGO', 'SUP_LIST_HELD_BACK', 'SUP_DIRECTORY_UNAVAILABLE', 'SUP_HANDLER_TIMEOUT'] as const;

const getDriftOptions = {
  schema: {
    operationId: 'getDrift',
    tags,
    summary: "Compare Django's list with the sessions; asks Django and changes nothing",
    response: { 200: json(ref(Drift), 'How they differ.'), ...errors(...listErrors) },
  },
};

const reconcileOptions = {
  preValidation: refuseBody,
  schema: {
    operationId: 'reconcile',
    tags,
    summary: 'Start the sessions that Django lists, and end those that it does not; ended ones stay linked',
    response: { 202: json(ref(Drift), 'What is started and ended.'), ...commandErrors(...listErrors, 'SUP_STILL_RESTORING') },
  },
};

/** Whether the sessions are those that Django wants, and making it so. */
export function addDriftRoutes(app: TypedApp, { reconciler }: RouteContext): void {
  app.get('/api/v1/service/drift', getDriftOptions, async () => reconciler.drift());
  app.post('/api/v1/service/reconcile', reconcileOptions, async (_request, reply) => {
    const begun = await reconciler.reconcile();
    reply.code(202);
    return begun;
  });
}
