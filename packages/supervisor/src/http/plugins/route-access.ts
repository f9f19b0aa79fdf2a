import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/route-access.ts';

/**
 * Has the description name the scope that each route asks for (OpenAPI 3.1 has roles where other schemes have scopes), and the service
 * refuse to start with a route that nobody declared. To be added before the routes; `open` is what needs no key, known once all are there.
 */
export function addRouteAccess(app: FastifyInstance, open: ReadonlySet<string>): void {
  const names = new Set<string>();
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    for (const method of methods) if (accessOf(method, route.url) === undefined) names.add(`${method} ${route.url}`);
    const [method = ''] = methods;
    const scope = accessOf(method, route.url)?.scope ?? null;
    if (scope === null || route.schema === undefined || route.schema.security !== undefined) return;
    route.schema = { ...route.schema, security: [{ apiKey: [scope] }] };
  });
  app.addHook('onReady', async () => {
    const undeclared = [...names].filter((name) => !open.has(name));
    if (undeclared.length === 0) return;
    throw new Error(`What a key needs for ${undeclared.join(', ')} is not declared in http/access/route-access.ts.`);
  });
}
