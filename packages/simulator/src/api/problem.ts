import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import Type from 'typebox';

/** An error as the API tells it (RFC 9457). */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
});

const problemType = 'application/problem+json; charset=utf-8';

async function send(reply: FastifyReply, status: number, code: string, detail: string): Promise<FastifyReply> {
  const title = STATUS_CODES[status] ?? 'Error';
  // Serialised here: a route's own schema knows only its own answers.
  const body = JSON.stringify({ type: 'about:blank', title, status, code, detail });
  return reply.code(status).type(problemType).serializer(String).send(body);
}

/** Makes every error of the API a problem. */
export function answerWithProblems(api: FastifyInstance): void {
  api.setErrorHandler(async (error: Error & { code?: string; statusCode?: number }, _request: FastifyRequest, reply) =>
    send(reply, error.statusCode ?? 500, error.code ?? 'SIM_INTERNAL', error.message),
  );
  api.setNotFoundHandler(async (request, reply) =>
    send(
      reply,
      404,
      'SIM_NO_ROUTE',
      `There is no ${request.method} ${request.url.split('?')[0] ?? ''} here; /openapi.json lists what there is.`,
    ),
  );
}
