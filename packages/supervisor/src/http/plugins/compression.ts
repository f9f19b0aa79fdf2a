import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Below this an answer fits into a packet or two, and compressing it costs more than it saves. */
const leastBytes = 2_048;
/** Hardly larger than with 4, in a third of the time. */
const brotliQuality = 3;

/**
 * Compresses the answers that a caller reads, where they are JSON or text; to be added before the routes. Media is compressed already, and a stream of
 * events has to go out as it comes. Answers to changes are left alone: a secret that is shown once, as that of a key, is in no compressed answer
 * (BREACH; docs/security.md).
 */
export async function addCompression(app: FastifyInstance): Promise<void> {
  // Before the plugin's own hook, which looks at it.
  app.addHook('onRoute', (route) => {
    if (route.method !== 'GET') route.compress = false;
  });
  await app.register(compress, {
    // Nobody may send a body that grows.
    globalDecompression: false,
    threshold: leastBytes,
    // In zlib's own threads, whatever the size: the loop is for messages.
    syncThreshold: 0,
    encodings: ['br', 'gzip'],
    customTypes: /^(?:application\/(?:problem\+)?json|text\/plain)(?:;|$)/,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } },
  });
}
