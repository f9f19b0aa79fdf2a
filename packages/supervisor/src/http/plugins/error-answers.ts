import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import FindMyWay from 'find-my-way';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { InvalidRequest, MethodNotAllowed, RouteNotFound } from '../../supervisor-errors.ts';
import { pathPartLimit } from '../limits.ts';
import { namedPath } from '../named-path.ts';
import { problemOf, problemType } from '../problem/problem.ts';
import { challengeOf } from './authentication.ts';
import { takeInBody } from './take-in-body.ts';

/** What a route of this service can offer, in the order of the Allow header. */
const supportedMethods = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const;

/** Answers every error, unknown route and wrong method with a problem; to be added before the routes. */
export function addErrorAnswers(app: FastifyInstance, basePath: string): void {
  const methodsAt = collectRoutes(app);
  app.setErrorHandler(async (error, request, reply) => {
    if (isTooLarge(error)) await takeInBody(request.raw);
    return sendProblem(error, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = methodsAt(path);
    if (methods.length === 0) throw new RouteNotFound(namedPath(request), `${basePath}/docs`);
    reply.header('allow', methods.join(', '));
    throw new MethodNotAllowed(request.method, methods.join(', '));
  });
}

/** Sends an error as its problem; only what is the service's own fault is logged with its stack. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, retryAfterSeconds } = problemOf(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'A request failed.');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', challengeOf(request));
  // A type that the handler set for its success does not fit the problem.
  return reply.code(problem.status).header('cache-control', 'no-store').type(problemType).send(problem);
}

/** Answers what is not even a request by HTTP's rules, by hand: fastify has no reply for it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const isKnown = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' || error.code === 'HPE_HEADER_OVERFLOW';
  const cause = isKnown ? error : new InvalidRequest('This is no HTTP request that can be read.');
  const { problem } = problemOf(cause, randomUUID());
  const body = JSON.stringify(problem);
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\nContent-Type: ${problemType}\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

/** Fastify does not tell which methods a path has: a second router, filled with the same routes, does. */
function collectRoutes(app: FastifyInstance): (path: string) => string[] {
  const router = FindMyWay({ maxParamLength: pathPartLimit, ignoreTrailingSlash: true });
  app.addHook('onRoute', (route) => {
    for (const method of supportedMethods) {
      const isOffered = [route.method].flat().includes(method);
      if (isOffered && !router.hasRoute(method, route.url)) router.on(method, route.url, () => undefined);
    }
  });
  return (path) => supportedMethods.filter((method) => router.find(method, path) !== null);
}

function isTooLarge(error: unknown): boolean {
  return errorCodeOf(error) === 'FST_ERR_CTP_BODY_TOO_LARGE';
}
