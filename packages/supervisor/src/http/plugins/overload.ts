import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import type { HttpSettings } from '../../config/http-settings.ts';
import { ServiceOverloaded } from '../../supervisor-errors.ts';

/** Refuses calls of the API while the process does not keep up; to be added before what costs time. Health, metrics and the page are answered. */
export async function addOverload(
  app: FastifyInstance,
  { overloadLoopDelayMs, overloadHeapBytes }: Pick<HttpSettings, 'overloadLoopDelayMs' | 'overloadHeapBytes'>,
): Promise<void> {
  if (overloadLoopDelayMs === 0 && overloadHeapBytes === 0) return;
  await app.register(underPressure, {
    maxEventLoopDelay: overloadLoopDelayMs,
    maxHeapUsedBytes: overloadHeapBytes,
    pressureHandler: async ({ routeOptions }, _reply, type, value) => {
      if (routeOptions.url?.startsWith('/api/v1/') !== true) return;
      throw new ServiceOverloaded(type === underPressure.TYPE_HEAP_USED_BYTES ? heapSentence(value) : delaySentence(value));
    },
  });
}

function heapSentence(bytes: number | undefined): string {
  return `it takes ${Math.round((bytes ?? 0) / 1024 / 1024)} MB`;
}

/** There is no number where it was so late that nothing could be measured. */
function delaySentence(delayMs: number | undefined): string {
  return Number.isFinite(delayMs) ? `its work is ${Math.round(delayMs ?? 0)} ms late` : 'its work is more than a second late';
}
