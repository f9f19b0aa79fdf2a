import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isCommandMethod } from '../command-methods.ts';
import { answerClientError } from './error-answers.ts';

/** Cuts off bodies that do not arrive in time. The server's own limit is that of uploads, which may take longer than JSON. */
export function addBodyDeadline(app: FastifyInstance, timeoutMs: number): void {
  app.addHook('onRequest', async ({ raw, headers }) => {
    if (!isCommandMethod(raw.method) || !hasBody(headers) || headers['content-type']?.startsWith('multipart/') === true) return;
    const timer = setTimeout(() => {
      if (raw.complete || raw.readableEnded) return;
      answerClientError(Object.assign(new Error('The body is late.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), raw.socket);
    }, timeoutMs);
    timer.unref();
    for (const end of ['end', 'close']) {
      raw.once(end, () => {
        clearTimeout(timer);
      });
    }
  });
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
}
