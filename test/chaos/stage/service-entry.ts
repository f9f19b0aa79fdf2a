import { join } from 'node:path';
import { runSupervisor } from '@whatsapp-service/supervisor/run-supervisor.ts';

/** What the process says of itself. */
export interface ProcessFigures {
  readonly rssBytes: number;
  /** In use, with the buffers that lie outside V8's heap. */
  readonly heapBytes: number;
  readonly timers: number;
  readonly handles: number;
  readonly listeners: number;
}

const realNow = Date.now;

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null) return;
  if ('jumpMs' in message && typeof message.jumpMs === 'number') {
    const { jumpMs } = message;
    Date.now = () => realNow() + jumpMs;
    process.send?.({ answer: jumpMs });
  }
  if ('figures' in message) process.send?.({ answer: figures() });
});
process.channel?.unref();

await runSupervisor({
  exit: (code) => process.exit(code),
  onDisconnect: (listener) => process.once('disconnect', listener),
  workerEntry: join(import.meta.dirname, '../../fixtures/workers/main.ts'),
});

function figures(): ProcessFigures {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  // Without the connections of HTTP callers, who keep theirs open as they like.
  const resources = process.getActiveResourcesInfo().filter((name) => name !== 'TCPSocketWrap');
  const timers = resources.filter((name) => name === 'Timeout' || name === 'Immediate').length;
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return { rssBytes: rss, heapBytes: heapUsed + external, timers, handles: resources.length - timers, listeners };
}
