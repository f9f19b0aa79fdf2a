import type { FastifyInstance } from 'fastify';
import type { ServicePort } from '../../service/service-port.ts';
import { ServiceDraining } from '../../supervisor-errors.ts';
import { isCommandMethod } from '../command-methods.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route itself says what it refuses while the service shuts down. */
    isTakenWhileDraining?: boolean;
  }
}

/** Refuses commands while the service shuts down; questions are answered to the end. */
export function addDraining(app: FastifyInstance, service: Pick<ServicePort, 'isDraining'>): void {
  app.addHook('onRequest', async (request) => {
    const isCommand = isCommandMethod(request.method) && request.routeOptions.config.isTakenWhileDraining !== true;
    if (!request.is404 && isCommand && service.isDraining()) throw new ServiceDraining();
  });
  // A connection that is kept for a next request would hold up the end.
  app.addHook('onSend', async (_request, reply) => {
    if (service.isDraining()) reply.header('connection', 'close');
  });
}
