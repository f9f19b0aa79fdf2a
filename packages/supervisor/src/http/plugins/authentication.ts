import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys } from '../../config/api-keys.ts';
import type { BrowserSessions } from '../../sign-in/browser-sessions.ts';
import { Unauthorized } from '../../supervisor-errors.ts';
import { assertSameOrigin, signInToken } from './sign-in-cookie.ts';

/** Who may ask for what. */
export interface Gate {
  readonly apiKeys: Pick<ApiKeys, 'verify'>;
  readonly signIns: Pick<BrowserSessions, 'expiryOf'>;
  /** What anybody may ask, such as "GET /livez". */
  readonly openRoutes: ReadonlySet<string>;
}

/** What anybody may ask: it says no more than whether the service is up, or it is where one signs in. */
export const openRoutes: readonly string[] = ['GET /livez', 'HEAD /livez', 'GET /readyz', 'HEAD /readyz', 'POST /api/v1/sign-in'];

/** Asks every request for a key or a sign-in before anything else is looked at, routes that do not exist included. */
export function addAuthentication(app: FastifyInstance, gate: Gate): void {
  app.addHook('onRequest', async (request, reply) => {
    if (gate.openRoutes.has(`${request.method} ${request.routeOptions.url ?? ''}`) || isAuthorized(request, gate)) return;
    const scheme = isDocumentation(request)
      ? 'Basic realm="whatsapp-service: an API key is the password", charset="UTF-8"'
      : 'ApiKey realm="whatsapp-service"';
    reply.header('www-authenticate', scheme);
    throw new Unauthorized();
  });
}

/** Whether a request carries a key or a sign-in where it may; throws CrossOrigin for a change that another site's page asks for. */
export function isAuthorized(request: FastifyRequest, { apiKeys, signIns }: Gate): boolean {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') return apiKeys.verify(header);
  const password = isDocumentation(request) ? basicPassword(request.headers.authorization) : undefined;
  if (password !== undefined) return apiKeys.verify(password);
  const token = signInToken(request);
  if (token === undefined || signIns.expiryOf(token) === undefined) return false;
  if (!isReading(request)) assertSameOrigin(request);
  return true;
}

/** A browser cannot be told to send x-api-key: for reading the reference, and for nothing else, it may send the key as a password. */
function isDocumentation(request: FastifyRequest): boolean {
  const route = request.routeOptions.url ?? '';
  return isReading(request) && (route === '/openapi.json' || route === '/docs' || route.startsWith('/docs/'));
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function basicPassword(header: string | undefined): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,2000})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.join(':');
}
