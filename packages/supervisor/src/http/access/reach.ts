import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isWithinPrefix } from '@whatsapp-service/shared/session/session-id.ts';
import { OutsidePrefix } from '../../supervisor-errors.ts';
import type { WebhooksPort } from '../services.ts';

/** Which sessions a list may show: those of the caller's prefix, where it has one. */
export function reachOf({ caller }: FastifyRequest): { readonly sessionPrefix?: string } {
  const sessionPrefix = caller?.sessionPrefix ?? null;
  return sessionPrefix === null ? {} : { sessionPrefix };
}

/** Throws OutsidePrefix where the caller may not ask for a session; null stands for all of them. */
export function assertWithinReach({ caller }: FastifyRequest, sessionId: string | null): void {
  const prefix = caller?.sessionPrefix ?? null;
  if (prefix !== null && !isWithinPrefix(sessionId, prefix)) throw new OutsidePrefix(prefix);
}

/** Looks at every session that a request names, in its path, its query or its body, and at its webhook's; to be added behind the authentication. */
export function addReach(app: FastifyInstance, webhooks: Pick<WebhooksPort, 'get'>): void {
  // Before a body is taken in.
  app.addHook('onRequest', async (request) => assertNamed(request, request.params));
  app.addHook('preHandler', async (request) => {
    for (const part of [request.query, request.body]) assertNamed(request, part);
    const webhookId = textOf(request.params, 'webhook_id');
    if (webhookId === undefined || reachOf(request).sessionPrefix === undefined) return;
    assertWithinReach(request, webhooks.get(webhookId).session_id);
  });
}

function assertNamed(request: FastifyRequest, part: unknown): void {
  const sessionId = textOf(part, 'session_id');
  if (sessionId !== undefined) assertWithinReach(request, sessionId);
}

function textOf(part: unknown, name: string): string | undefined {
  const value: unknown = typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
