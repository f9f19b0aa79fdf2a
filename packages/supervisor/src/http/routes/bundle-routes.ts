import Type from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, json } from '../schemas/answers.ts';
import { ref } from '../schemas/schema-parts.ts';
import { SupportBundle } from '../schemas/session-schemas.ts';

const getBundleOptions = {
  schema: {
    operationId: 'getSupportBundle',
    tags: ['Sessions'],
    summary: 'What was seen of a start that failed',
    params: Type.Object({
      session_id: SessionId,
      bundle_id: Type.String({
        pattern: '^[0-9]{8}T[0-9]{9}Z$',
        description: 'The id of a bundle as the timeline lists it, such as 20260101T000000000Z',
      }),
    }),
    response: { 200: json(ref(SupportBundle), 'The bundle.'), ...errors('SUP_SESSION_NOT_FOUND', 'SUP_BUNDLE_NOT_FOUND') },
  },
};

/** The support bundles of failed starts. */
export function addBundleRoutes(app: TypedApp, { sessions }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/timeline/bundles/:bundle_id', getBundleOptions, async (request, reply) => {
    const { session_id: sessionId, bundle_id: bundleId } = request.params;
    const text = await sessions.bundle(sessionId, bundleId);
    // It is JSON already, as its worker wrote it.
    reply.serializer((payload) => String(payload));
    return reply.type('application/json').send(text as never);
  });
}
