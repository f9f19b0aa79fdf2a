import type { FastifyRequest } from 'fastify';

/** A request's method and path for a sentence, as its caller sent them. */
export function namedPath({ method, originalUrl }: FastifyRequest): string {
  const text = (originalUrl.split('?', 1)[0] ?? '').replaceAll(/[^\x21-\x7e]/g, '?');
  return `${method} ${text.length <= 200 ? text : `${text.slice(0, 200)}…`}`;
}
