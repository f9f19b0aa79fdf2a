// The thread in which a run's calls are made and timed.
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { ServiceClient } from '../../support/service-client.ts';
import type { Call } from './load.ts';

/** What the thread is told: where the service is now, or to end. */
export type Order = { readonly url: string } | 'stop';

interface LoadData {
  readonly url: string;
  readonly sessionIds: readonly string[];
  readonly to: string;
}

/** The service where it listens at the moment. */
class MovingClient extends ServiceClient {
  override url: string;
  override readonly output = '';

  constructor(url: string) {
    super();
    this.url = url;
  }
}

const pauseMs = 100;
const { url, sessionIds, to } = workerData as LoadData;
const client = new MovingClient(url);
const stop = new AbortController();
parentPort?.on('message', (order: Order) => {
  if (order !== 'stop') client.url = order.url;
  else {
    stop.abort();
    parentPort?.close();
  }
});
await Promise.all(sessionIds.map(sendOn));

async function sendOn(sessionId: string): Promise<void> {
  for (let n = 0; !stop.signal.aborted; n += 1) {
    const beganMs = performance.now();
    const fault = await faultOf(sessionId, { to, text: `${sessionId} ${n}` });
    if (stop.signal.aborted) return;
    const call: Call = { atMs: performance.timeOrigin + performance.now(), tookMs: performance.now() - beganMs, fault };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage(call);
    await delay(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

async function faultOf(sessionId: string, message: object): Promise<string | undefined> {
  try {
    const { status, body } = await client.api('POST', `/api/v1/sessions/${sessionId}/messages`, message);
    return status === 201 ? undefined : `${status} ${JSON.stringify(body)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
