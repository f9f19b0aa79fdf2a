import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

/** What a caller may still send of a body that is refused anyway; more is cut off. */
const takenInBytes = 16 * 1024 * 1024;
const takenInForMs = 2_000;

/**
 * Reads and drops the rest of a refused body whose size is declared and bearable: the connection is closed after the answer, and a
 * caller that is still writing then would see a broken pipe instead of it. Resolves at the body's end, or after 2 s.
 */
export async function takeInBody(request: IncomingMessage): Promise<void> {
  const declared = Number(request.headers['content-length'] ?? Infinity);
  if (declared > takenInBytes || request.readableEnded || request.destroyed) return;
  const ended = once(request, 'end', { signal: AbortSignal.timeout(takenInForMs) });
  request.resume();
  // A caller that is too slow, or has gone, gets the answer as it is.
  await ended.catch(() => undefined);
}
