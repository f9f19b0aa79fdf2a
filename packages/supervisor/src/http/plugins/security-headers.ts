import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Security headers: answers of this service are data, so a browser may run, load and frame nothing in them. */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    // It binds a whole host name, which may have other services: whoever has the name, mostly a proxy, decides about this header.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  // Codes, messages and log lines must not stay in a cache.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}
