import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';
import type { AuditEntry } from '../../audit/audit-entry.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { accessOf } from '../access/route-access.ts';
import { addressOf } from '../caller-address.ts';
import { isCommandMethod } from '../command-methods.ts';

/** What a path may name that the audit log keeps: ids of our own. The others are phone numbers, chats and messages. */
const ownIds = ['key_id', 'backup_id', 'webhook_id', 'job_id', 'send_id', 'media_id'];
const ownId = /^[A-Za-z0-9_-]{1,128}$/;

/** Notes each call that was to change something and came with a key, and each sign-in; what is refused for want of a key changes nothing. */
export function addAuditTrail(app: FastifyInstance, audit: Pick<AuditLog, 'append'>): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isAudited(request)) return;
    // Not the hook onResponse: where the caller has gone meanwhile it is never called, and the change is made all the same.
    reply.raw.once('close', () => {
      const status = reply.raw.writableEnded ? reply.statusCode : null;
      const isTold = request.caller !== null || (isSignIn(request) && status === 401);
      if (isTold) audit.append(entryOf(request, reply, status));
    });
  });
}

function isAudited(request: FastifyRequest): boolean {
  if (request.is404 || !isCommandMethod(request.method)) return false;
  return accessOf(request.method, request.routeOptions.url ?? '')?.scope !== 'read';
}

function isSignIn({ method, routeOptions }: FastifyRequest): boolean {
  return method === 'POST' && routeOptions.url?.endsWith('/sign-in') === true;
}

function entryOf(request: FastifyRequest, reply: FastifyReply, status: number | null): AuditEntry {
  const { caller } = request;
  return {
    timeMs: Date.now(),
    keyId: caller === null ? null : shownKeyId(caller.keyId),
    keyName: caller?.name ?? null,
    via: request.isFromPage || isSignIn(request) ? 'page' : 'key',
    method: request.method,
    route: request.routeOptions.url ?? '',
    sessionId: sessionOf(request),
    target: targetOf(request, reply),
    status,
    requestId: request.id,
    address: addressOf(request),
  };
}

/** A key of the settings has no id of its own: the beginning of the hash of its hash tells one from the other, and nothing else. */
function shownKeyId(keyId: string): string {
  return /^key_[A-Za-z0-9_-]{12}$/.test(keyId) ? keyId : `settings_${keyId.slice(0, 12)}`;
}

function sessionOf({ params, body }: FastifyRequest): string | null {
  return [params, body].map((part) => textOf(part, 'session_id')).find((id) => isSessionId(id)) ?? null;
}

/** What the path names, or what was made. */
function targetOf({ params }: FastifyRequest, reply: FastifyReply): string | null {
  const named = ownIds.map((name) => textOf(params, name)).find((id) => id !== undefined && ownId.test(id));
  const made = /\/api\/v1\/(?:keys|backups|webhooks)\/([A-Za-z0-9_-]{1,128})$/.exec(String(reply.getHeader('location') ?? ''))?.[1];
  return named ?? made ?? null;
}

function textOf(part: unknown, name: string): string | undefined {
  const value: unknown = typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
