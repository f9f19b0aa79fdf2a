import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

/** What is waited for of a body that is refused anyway. */
const takenInBytes = 16 * 1024 * 1024;
const takenInForMs = 2_000;

/** The connection of what is still being sent then is cut off, long after its caller had the answer; less than the service's end waits for. */
const cutOffAfterMs = 4_000;

/**
 * Reads and drops the rest of a refused body: a caller that is still writing when its connection is closed would see a broken pipe instead of the
 * answer, and a connection whose body nobody reads would stay open until the service ends, which it holds up. Resolves at the end of a body whose
 * size is declared and bearable, or after 2 s; at once of any other, which goes on being dropped until it is cut off.
 */
export async function takeInBody(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  const declared = Number(request.headers['content-length'] ?? Infinity);
  const ended = once(request, 'end', { signal: AbortSignal.timeout(takenInForMs) });
  request.resume();
  cutOffLater(request);
  // A caller that is too slow, or has gone, gets the answer as it is.
  const settled = ended.catch(() => undefined);
  if (declared <= takenInBytes) await settled;
}

function cutOffLater(request: IncomingMessage): void {
  const timer = setTimeout(() => request.socket.destroy(), cutOffAfterMs).unref();
  request.once('end', () => {
    clearTimeout(timer);
  });
}
