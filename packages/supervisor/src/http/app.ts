import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerOptions } from 'node:http';
import accepts from '@fastify/accepts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyServerOptions } from 'fastify';
import { mediaUrls } from '@whatsapp-service/shared/api/media-url.ts';
import { steadyClock } from '@whatsapp-service/shared/time/clock.ts';
import type { HttpSettings } from '../config/http-settings.ts';
import type { TlsFiles } from '../config/tls-files.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { BrowserSessions } from '../sign-in/browser-sessions.ts';
import { addReach } from './access/reach.ts';
import * as limits from './limits.ts';
import { addAccessLog } from './plugins/access-log.ts';
import { addAuthentication, openRoutes, refusalOf } from './plugins/authentication.ts';
import type { Gate } from './plugins/authentication.ts';
import { addAuditTrail } from './plugins/audit-trail.ts';
import { addBasePath, withoutBasePath } from './plugins/base-path.ts';
import { addBodyDeadline } from './plugins/body-deadline.ts';
import { addCompression } from './plugins/compression.ts';
import { addDraining } from './plugins/draining.ts';
import { addErrorAnswers, answerClientError, sendProblem } from './plugins/error-answers.ts';
import { addFairTurns } from './plugins/fair-turns.ts';
import { addJsonBodies } from './plugins/json-bodies.ts';
import { addOverload } from './plugins/overload.ts';
import { addAddressLimit, addKeyLimit } from './plugins/rate-limits.ts';
import { addReference } from './plugins/reference.ts';
import { addRouteAccess } from './plugins/route-access.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { addStatusPage } from './plugins/status-page.ts';
import { addStreams } from './plugins/streams.ts';
import type { StreamOptions } from './plugins/streams.ts';
import { WrongKeys } from './pressure/wrong-keys.ts';
import type { QrRenderer, RouteContext, TypedApp } from './route-context.ts';
import { addRoutes } from './routes/add-routes.ts';
import { sharedSchemas } from './schemas/shared-schemas.ts';
import { lazySerializers } from './serialization.ts';
import type { Services } from './services.ts';
import { requestValidator } from './validation/request-validator.ts';

export interface AppOptions {
  readonly services: Services;
  readonly keys: Pick<KeyRing, 'find' | 'noteUse'>;
  /** Without them there are no limits, and no proxy is believed. */
  readonly http?: Partial<HttpSettings>;
  /** Undefined: HTTP without TLS. */
  readonly tls?: TlsFiles | undefined;
  readonly signIns: Pick<BrowserSessions, 'signIn' | 'find' | 'signOut'>;
  /** Where the status page's files lie. */
  readonly statusPageDir: string;
  readonly jobs: QrRenderer;
  readonly logger: FastifyBaseLogger;
  /** The service's own version. */
  readonly version: string;
  readonly streams?: StreamOptions;
  readonly bodyTimeoutMs?: number;
}

/** The HTTP side of the service, ready to listen or to be asked by inject. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const open = new Set(openRoutes);
  const http = { ...noLimits, ...options.http };
  const newWrongKeys = () => new WrongKeys({ clock: steadyClock, free: http.wrongKeys });
  const gate: Gate = { keys: options.keys, signIns: options.signIns, wrongKeys: newWrongKeys(), openRoutes: open };
  const app = createServer(options, http, gate);
  app.setValidatorCompiler(requestValidator);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  await addOverload(app, http);
  addFairTurns(app);
  addErrorAnswers(app, http.basePath);
  addAccessLog(app);
  await addSecurityHeaders(app);
  await addAddressLimit(app, http);
  addBasePath(app, http.basePath);
  addAuditTrail(app, options.services.audit);
  addAuthentication(app, gate);
  addKeyLimit(app, http);
  addReach(app, options.services.webhooks);
  addDraining(app, options.services.service);
  addBodyDeadline(app, options.bodyTimeoutMs ?? limits.bodyTimeoutMs);
  addJsonBodies(app);
  await app.register(accepts);
  await addCompression(app);
  await addStreams(app, options.streams ?? {});
  for (const schema of sharedSchemas) app.addSchema(schema);
  addRouteAccess(app, open);
  await addReference(app, options.version, http.basePath);
  const { services, jobs, signIns, keys: keyRing } = options;
  const { basePath } = http;
  const withMediaUrl = mediaUrls(basePath);
  const context: RouteContext = { ...services, basePath, withMediaUrl, jobs, signIns, keyRing, wrongSignIns: newWrongKeys() };
  const typed: TypedApp = app.withTypeProvider<TypeBoxTypeProvider>();
  addRoutes(typed, context);
  await addStatusPage(app, options.statusPageDir, (route) => open.add(route));
  await app.ready();
  return app;
}

const noLimits: HttpSettings = {
  basePath: '',
  trustProxy: undefined,
  perKey: 0,
  perAddress: 0,
  wrongKeys: 0,
  overloadLoopDelayMs: 0,
  overloadHeapBytes: 0,
};

function createServer({ logger, tls }: AppOptions, { basePath, trustProxy }: HttpSettings, gate: Gate): FastifyInstance {
  return Fastify({
    ...serverOf(tls),
    trustProxy: trustOf(trustProxy),
    ...(basePath === '' ? {} : { rewriteUrl: withoutBasePath(basePath) }),
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    bodyLimit: limits.bodyLimitBytes,
    connectionTimeout: limits.connectionTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    // Draining answers by itself, with Retry-After and for commands only.
    return503OnClosing: false,
    // Django's own URLs end with a slash; whoever writes one here means the same route.
    routerOptions: { maxParamLength: limits.pathPartLimit, ignoreTrailingSlash: true },
    schemaController: { compilersFactory: { buildSerializer: lazySerializers } },
    clientErrorHandler: answerClientError,
    // These errors pass by all hooks, so the key is asked for here as well.
    frameworkErrors: (error, request, reply) => {
      void sendProblem(refusalOf(request, gate) ?? error, request, reply);
    },
  });
}

/** Fastify's types tell a server with TLS from one without; for all that is built on it they are the same. */
function serverOf(tls: TlsFiles | undefined): { http?: ServerOptions } {
  const timeouts = { headersTimeout: limits.headersTimeoutMs, connectionsCheckingInterval: limits.timeoutCheckIntervalMs };
  if (tls === undefined) return { http: timeouts };
  const https = { ...timeouts, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersTimeoutMs };
  return { https } as object;
}

function trustOf(trustProxy: HttpSettings['trustProxy']): NonNullable<FastifyServerOptions['trustProxy']> {
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return trustProxy === undefined ? false : [...trustProxy];
}

/** A caller's own id joins its log to this one; anything that is not plainly an id is replaced. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : randomUUID();
}
