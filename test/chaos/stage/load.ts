import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceProcess } from '../../support/service-process.ts';

/** One call of a session that nothing is done to. */
export interface Call {
  readonly atMs: number;
  readonly tookMs: number;
  readonly fault: string | undefined;
}

const pauseMs = 100;

/** Sends messages through sessions one after the other and notes how long each took. */
export class Load {
  readonly #calls: Call[] = [];
  readonly #stop = new AbortController();
  readonly #done: Promise<unknown>;

  constructor(service: () => ServiceProcess, sessionIds: readonly string[], to: string) {
    this.#done = Promise.all(sessionIds.map(async (id) => this.#send(service, id, to)));
  }

  /** The calls that ended in a stretch of time, which is given as performance.now() tells it. */
  between(fromMs: number, toMs = performance.now()): Call[] {
    return this.#calls.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #send(service: () => ServiceProcess, sessionId: string, to: string): Promise<void> {
    for (let n = 0; !this.#stop.signal.aborted; n += 1) {
      const beganMs = performance.now();
      const fault = await faultOf(service(), sessionId, { to, text: `${sessionId} ${n}` });
      if (this.#stop.signal.aborted) return;
      this.#calls.push({ atMs: performance.now(), tookMs: performance.now() - beganMs, fault });
      await delay(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}

async function faultOf(service: ServiceProcess, sessionId: string, message: object): Promise<string | undefined> {
  try {
    const { status, body } = await service.api('POST', `/api/v1/sessions/${sessionId}/messages`, message);
    return status === 201 ? undefined : `${status} ${JSON.stringify(body)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The 99th percentile of how long calls took, in milliseconds; 0 without calls. */
export function p99(calls: readonly Call[]): number {
  const sorted = calls.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0;
}
