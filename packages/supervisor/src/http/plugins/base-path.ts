import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { RouteNotFound } from '../../supervisor-errors.ts';
import { placeOf } from '../base-path.ts';
import { isCommandMethod } from '../command-methods.ts';
import { namedPath } from '../named-path.ts';

/** No route has it, so that what is outside reaches none, whatever is or is not asked on the way. */
const nowhere = '/outside-of-the-base-path';

/** Takes the path below which the service answers off each URL: the routes know nothing of it. */
export function withoutBasePath(basePath: string): (request: IncomingMessage) => string {
  return ({ url = '/' }) => {
    const place = placeOf(url, basePath);
    if (place.is === 'inside') return place.url;
    return place.is === 'edge' ? '/' : nowhere;
  };
}

/**
 * Answers what is asked outside of the path with 404, key or none: that is another program's place. To be added before the authentication and behind
 * the limit of addresses.
 */
export function addBasePath(app: FastifyInstance, basePath: string): void {
  if (basePath === '') return;
  app.addHook('onRequest', async (request, reply) => {
    const place = placeOf(request.originalUrl, basePath);
    if (place.is === 'outside') throw new RouteNotFound(namedPath(request), `${basePath}/docs`);
    // The page's links are relative, and begin one level too high without the slash.
    if (place.is === 'edge' && !isCommandMethod(request.method)) return reply.redirect(`${basePath}/${place.query}`, 308);
    return undefined;
  });
}
