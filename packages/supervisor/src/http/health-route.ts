import type { FastifyRequest } from 'fastify';

const routes: ReadonlySet<string | undefined> = new Set(['/livez', '/readyz']);

/** Whether a request is one of a process manager or a load balancer, which is answered whatever else is refused. */
export function isHealthRoute({ routeOptions }: FastifyRequest): boolean {
  return routes.has(routeOptions.url);
}
