import type { FastifyRequest } from 'fastify';
import { RequestFault } from './request-fault.ts';

/** Lets a command without parameters through that has no body, or an empty object as many clients send it. */
export async function refuseBody(request: FastifyRequest): Promise<void> {
  const { body } = request;
  if (body === undefined || body === null) return;
  const isEmptyObject = typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0;
  if (!isEmptyObject) throw new RequestFault([{ path: 'body', message: 'must be left out, or be an empty JSON object' }]);
}
