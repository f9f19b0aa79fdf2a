import multipart from '@fastify/multipart';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { TypedApp } from '../route-context.ts';

/** Adds routes that take multipart bodies; all others go on refusing them. */
export function withMultipart(app: TypedApp, addRoutes: (scope: TypedApp) => void): void {
  void app.register(async (scope) => {
    await scope.register(multipart);
    addRoutes(scope.withTypeProvider<TypeBoxTypeProvider>());
  });
}
