import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../../keys/caller.ts';
import type { KeyRing } from '../../keys/key-ring.ts';
import { includesScope } from '../../keys/scope.ts';
import type { BrowserSessions } from '../../sign-in/browser-sessions.ts';
import { OutsidePrefix, ScopeMissing, TooManyWrongKeys, Unauthorized } from '../../supervisor-errors.ts';
import { accessOf, isDocumentation } from '../access/route-access.ts';
import { limitedAddressOf } from '../caller-address.ts';
import { judgeKey } from '../pressure/judge-key.ts';
import type { WrongKeys } from '../pressure/wrong-keys.ts';
import { assertSameOrigin, signInToken } from './sign-in-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key or sign-in the request came with; null where it needs none. */
    caller: Caller | null;
    /** Whether it is a browser that signed in. */
    isFromPage: boolean;
    /** Whether its key or sign-in is still good: a stream asks before it goes on. */
    isStillLetIn: () => boolean;
  }
}

/** Who may ask for what. */
export interface Gate {
  readonly keys: Pick<KeyRing, 'find' | 'noteUse'>;
  readonly signIns: Pick<BrowserSessions, 'find'>;
  readonly wrongKeys: WrongKeys;
  /** What anybody may ask, such as "GET /livez". */
  readonly openRoutes: ReadonlySet<string>;
}

/** What anybody may ask: it says no more than whether the service is up, or it is where one signs in. */
export const openRoutes: readonly string[] = ['GET /livez', 'HEAD /livez', 'GET /readyz', 'HEAD /readyz', 'POST /api/v1/sign-in'];

/** Asks every request for a key or a sign-in before anything else is looked at, routes that do not exist included. */
export function addAuthentication(app: FastifyInstance, gate: Gate): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('isFromPage', false);
  app.decorateRequest('isStillLetIn', () => true);
  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? '';
    if (gate.openRoutes.has(`${request.method} ${route}`)) return;
    const caller = judgedCaller(request, gate);
    request.caller = caller;
    request.isFromPage = keyIn(request) === undefined;
    request.isStillLetIn = () => isGood(request, gate);
    gate.keys.noteUse(caller);
    if (!request.is404) assertAccess(request.method, route, caller);
  });
}

/** Why a request is not let in, for want of a key or a sign-in that is good; undefined where it is. */
export function refusalOf(request: FastifyRequest, gate: Gate): unknown {
  try {
    judgedCaller(request, gate);
    return undefined;
  } catch (refusal) {
    return refusal;
  }
}

/** Of a request that was let in; asked often, and none of it is a try. */
function isGood(request: FastifyRequest, gate: Gate): boolean {
  try {
    callerOf(request, gate);
    return true;
  } catch {
    return false;
  }
}

/** A cookie is random and cannot be guessed; a key of the settings was chosen by somebody. */
function judgedCaller(request: FastifyRequest, gate: Gate): Caller {
  if (keyIn(request) === undefined) return callerOf(request, gate);
  return judgeKey(gate.wrongKeys, limitedAddressOf(request), () => callerOf(request, gate), TooManyWrongKeys);
}

/** What a request that comes without a good key is told to come with (RFC 9110). */
export function challengeOf(request: FastifyRequest): string {
  return takesPassword(request)
    ? 'Basic realm="whatsapp-service: an API key is the password", charset="UTF-8"'
    : 'ApiKey realm="whatsapp-service"';
}

function assertAccess(method: string, route: string, { scopes, sessionPrefix }: Caller): void {
  // The service does not start with a route that is declared nowhere; should one be there, it is for nobody.
  const { scope, isForPrefixes } = accessOf(method, route) ?? { scope: 'admin', isForPrefixes: false };
  if (scope !== null && !includesScope(scopes, scope)) throw new ScopeMissing(scope, scopes.join(', '));
  if (sessionPrefix !== null && !isForPrefixes) throw new OutsidePrefix(sessionPrefix);
}

/**
 * Whose key or sign-in a request carries, where it may; throws Unauthorized, ApiKeyExpired, and CrossOrigin for a change that another
 * site's page asks for.
 */
function callerOf(request: FastifyRequest, { keys, signIns }: Gate): Caller {
  const key = keyIn(request);
  if (key === undefined) return signedInCaller(request, signIns);
  const caller = typeof key === 'string' ? keys.find(key) : undefined;
  if (caller === undefined) throw new Unauthorized();
  return caller;
}

function keyIn(request: FastifyRequest): string | string[] | undefined {
  return request.headers['x-api-key'] ?? (takesPassword(request) ? basicPassword(request.headers.authorization) : undefined);
}

function signedInCaller(request: FastifyRequest, signIns: Gate['signIns']): Caller {
  const signedIn = signIns.find(signInToken(request) ?? '');
  if (signedIn === undefined) throw new Unauthorized();
  if (!isReading(request)) assertSameOrigin(request);
  return signedIn.caller;
}

/** A browser cannot be told to send x-api-key: for reading the reference, and for nothing else, it may send the key as a password. */
function takesPassword(request: FastifyRequest): boolean {
  const route = request.routeOptions.url ?? '';
  return isReading(request) && (route === '/openapi.json' || isDocumentation(route));
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
