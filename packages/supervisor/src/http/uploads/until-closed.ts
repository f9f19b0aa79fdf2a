import type { FastifyReply } from 'fastify';

/** Aborts when the caller has gone, or has its answer. The request's own signal is no use here: it is aborted once the body has been read. */
export function untilClosed({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    gone.abort();
  });
  return gone.signal;
}
