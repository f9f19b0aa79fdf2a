import type { FastifyInstance } from 'fastify';
import { Turnstile } from '@whatsapp-service/shared/time/turnstile.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route's requests may come hundreds at once, and nobody waits for milliseconds: those of other routes pass them. */
    waitsForTurn?: boolean;
  }
}

/** Some 2 ms of work on a slow core: what a message that is being sent waits at most. */
const perTurn = 4;

/** Keeps the loop free for messages while hundreds of sessions are asked to start: 200 such requests in one turn held it for 240 ms (measured). */
export function addFairTurns(app: FastifyInstance): void {
  const turnstile = new Turnstile(perTurn);
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.waitsForTurn === true) await turnstile.enter();
  });
}
