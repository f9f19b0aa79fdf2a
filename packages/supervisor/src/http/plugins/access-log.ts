import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { isCommandMethod } from '../command-methods.ts';

/** One line a request: changes at info, questions at debug. The route stands for the URL, whose query may name people. */
export function addAccessLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const isRefused = reply.statusCode === 401;
    request.log[isCommandMethod(request.method) && !isRefused ? 'info' : 'debug'](factsOf(request, reply), 'A request was answered.');
  });
}

function factsOf(request: FastifyRequest, reply: FastifyReply): object {
  const params: unknown = request.params;
  const id: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, 'session_id') : undefined;
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
    ...(isSessionId(id) ? { session_id: id } : {}),
  };
}
