import { fastifySSE } from '@fastify/sse';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest, NotAcceptable } from '../../supervisor-errors.ts';
import { heartbeatIntervalMs, streamLimit, streamWriteTimeoutMs } from '../limits.ts';
import { StreamRegistry } from '../streams/stream-registry.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly streams: StreamRegistry;
    /** Tells the clients of all event streams that the service stops, and ends them. */
    endStreams(): void;
  }
}

/** What tests set lower. */
export interface StreamOptions {
  readonly heartbeatIntervalMs?: number;
  readonly writeTimeoutMs?: number;
  readonly limit?: number;
}

/** Adds server-sent events; every stream ends before the server closes. */
export async function addStreams(app: FastifyInstance, options: StreamOptions): Promise<void> {
  const beatEveryMs = options.heartbeatIntervalMs ?? heartbeatIntervalMs;
  await app.register(fastifySSE, { heartbeatInterval: beatEveryMs });
  const streams = new StreamRegistry({
    limit: options.limit ?? streamLimit,
    writeTimeoutMs: options.writeTimeoutMs ?? streamWriteTimeoutMs,
  });
  app.decorate('streams', streams);
  app.decorate('endStreams', () => {
    streams.endAll();
  });
  const keyWatch = setInterval(() => {
    streams.endWithKeys();
  }, beatEveryMs).unref();
  app.addHook('preClose', async () => {
    clearInterval(keyWatch);
    streams.endAll();
  });
}

/** Refuses a client that does not take a stream; a hook before the plugin's own check, whose answer is no problem document. */
export async function acceptsStream(request: FastifyRequest): Promise<void> {
  if (request.accepts().type(['text/event-stream']) === false) throw new NotAcceptable('text/event-stream');
}

/** Where a stream begins: after the last event that the client has, after `after`, or, undefined, with what is new. */
export function resumePoint(request: FastifyRequest, after: number | undefined): number | undefined {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return after;
  if (typeof header === 'string' && /^[0-9]{1,15}$/.test(header)) return Number(header);
  throw new InvalidRequest('The header "Last-Event-ID" must be the number of an event, as the stream sent it.');
}
