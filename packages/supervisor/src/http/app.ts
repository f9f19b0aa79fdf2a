import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import accepts from '@fastify/accepts';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ApiKeys } from '../config/api-keys.ts';
import type { BrowserSessions } from '../sign-in/browser-sessions.ts';
import { Unauthorized } from '../supervisor-errors.ts';
import * as limits from './limits.ts';
import { addAccessLog } from './plugins/access-log.ts';
import { addAuthentication, isAuthorized, openRoutes } from './plugins/authentication.ts';
import type { Gate } from './plugins/authentication.ts';
import { addBodyDeadline } from './plugins/body-deadline.ts';
import { addDraining } from './plugins/draining.ts';
import { addErrorAnswers, answerClientError, sendProblem } from './plugins/error-answers.ts';
import { addJsonBodies } from './plugins/json-bodies.ts';
import { addReference } from './plugins/reference.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { addStatusPage } from './plugins/status-page.ts';
import { addStreams } from './plugins/streams.ts';
import type { StreamOptions } from './plugins/streams.ts';
import type { QrRenderer, RouteContext, TypedApp } from './route-context.ts';
import { addRoutes } from './routes/add-routes.ts';
import { sharedSchemas } from './schemas/shared-schemas.ts';
import { lazySerializers } from './serialization.ts';
import type { Services } from './services.ts';
import { requestValidator } from './validation/request-validator.ts';

export interface AppOptions {
  readonly services: Services;
  readonly apiKeys: Pick<ApiKeys, 'verify'>;
  readonly signIns: Pick<BrowserSessions, 'signIn' | 'expiryOf' | 'signOut'>;
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
  const gate: Gate = { apiKeys: options.apiKeys, signIns: options.signIns, openRoutes: open };
  const app = createServer(options, gate);
  app.setValidatorCompiler(requestValidator);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  addErrorAnswers(app);
  addAccessLog(app);
  await addSecurityHeaders(app);
  addAuthentication(app, gate);
  addDraining(app, options.services.service);
  addBodyDeadline(app, options.bodyTimeoutMs ?? limits.bodyTimeoutMs);
  addJsonBodies(app);
  await app.register(accepts);
  await app.register(rateLimit, { global: false });
  await addStreams(app, options.streams ?? {});
  for (const schema of sharedSchemas) app.addSchema(schema);
  await addReference(app, options.version);
  const context: RouteContext = { ...options.services, jobs: options.jobs, signIns: options.signIns };
  const typed: TypedApp = app.withTypeProvider<TypeBoxTypeProvider>();
  addRoutes(typed, context);
  await addStatusPage(app, options.statusPageDir, (route) => open.add(route));
  await app.ready();
  return app;
}

function createServer({ logger }: AppOptions, gate: Gate): FastifyInstance {
  return Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    bodyLimit: limits.bodyLimitBytes,
    connectionTimeout: limits.connectionTimeoutMs,
    http: { headersTimeout: limits.headersTimeoutMs, connectionsCheckingInterval: limits.timeoutCheckIntervalMs },
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
      void sendProblem(isAuthorized(request, gate) ? error : new Unauthorized(), request, reply);
    },
  });
}

/** A caller's own id joins its log to this one; anything that is not plainly an id is replaced. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : randomUUID();
}
