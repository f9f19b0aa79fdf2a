import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys } from '../../config/api-keys.ts';
import { Unauthorized } from '../../supervisor-errors.ts';

/** What anybody may ask: it says no more than whether the service is up. */
const openRoutes: ReadonlySet<string> = new Set(['/livez', '/readyz']);

/** Asks every request for a key before anything else is looked at, routes that do not exist included. */
export function addAuthentication(app: FastifyInstance, apiKeys: ApiKeys): void {
  app.addHook('onRequest', async (request, reply) => {
    if (openRoutes.has(request.routeOptions.url ?? '') || isAuthorized(request, apiKeys)) return;
    const scheme = isDocumentation(request)
      ? 'Basic realm="whatsapp-service: an API key is the password", charset="UTF-8"'
      : 'ApiKey realm="whatsapp-service"';
    reply.header('www-authenticate', scheme);
    throw new Unauthorized();
  });
}

/** Whether a request carries a key where it may. */
export function isAuthorized(request: FastifyRequest, apiKeys: ApiKeys): boolean {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') return apiKeys.verify(header);
  const password = isDocumentation(request) ? basicPassword(request.headers.authorization) : undefined;
  return password !== undefined && apiKeys.verify(password);
}

/** A browser cannot be told to send x-api-key: for reading the reference, and for nothing else, it may send the key as a password. */
function isDocumentation(request: FastifyRequest): boolean {
  const route = request.routeOptions.url ?? '';
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    (route === '/openapi.json' || route === '/docs' || route.startsWith('/docs/'))
  );
}

function basicPassword(header: string | undefined): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,2000})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.join(':');
}
