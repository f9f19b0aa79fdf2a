import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { CliFailure } from './cli-failure.ts';
import { eventsIn } from './event-source.ts';
import type { ServiceClient } from './service-client.ts';

export interface LogFilters {
  readonly level: string | undefined;
  readonly session_id: string | undefined;
}

const path = '/api/v1/service/logs';
const pageSize = 1_000;
/** Several of the stream's signs of life. */
const silenceMs = 60_000;
const dialEveryMs = 1_000;
/** How long a service may be away, as for a restart, before its log is given up. */
const awayAtMostMs = 120_000;

/** Reads the service's log, and goes on with it over lost connections and restarts of the service. */
export class LogFollower {
  readonly #client: ServiceClient;
  readonly #filters: LogFilters;
  /** Since when the process runs whose lines are numbered so. */
  #startedAt: string | undefined;
  #seq = 0;

  constructor(client: ServiceClient, filters: LogFilters) {
    this.#client = client;
    this.#filters = filters;
  }

  /** The last lines that the service keeps, oldest first. */
  async last(count: number): Promise<LogLine[]> {
    await this.#meet();
    let kept: LogLine[] = [];
    for (;;) {
      const page = await this.#client.get<{ lines: LogLine[]; last_seq: number }>(path, {
        after: this.#seq,
        limit: pageSize,
        ...this.#filters,
      });
      kept = [...kept, ...page.lines].slice(-count);
      this.#seq = page.lines.at(-1)?.seq ?? this.#seq;
      if (page.lines.length < pageSize) return count === 0 ? [] : kept;
    }
  }

  /** Every line from there on, until it is given up; throws CliFailure where the service stays away. */
  async follow(show: (line: LogLine) => void, tell: (text: string) => void): Promise<never> {
    let lostMs: number | undefined;
    for (;;) {
      try {
        await this.#meet();
        const body = await this.#client.stream(`${path}/stream`, { after: this.#seq, ...this.#filters });
        if (lostMs !== undefined) tell('Connected again.');
        lostMs = undefined;
        await this.#showAll(body, show);
      } catch (error) {
        if (error instanceof CliFailure && error.isFinal) throw error;
        if (lostMs !== undefined && performance.now() - lostMs > awayAtMostMs) throw error;
      }
      if (lostMs === undefined) tell('The connection is lost; trying again …');
      lostMs ??= performance.now();
      await delay(dialEveryMs);
    }
  }

  async #showAll(body: ReadableStream<Uint8Array>, show: (line: LogLine) => void): Promise<void> {
    for await (const { event, data } of eventsIn(body, silenceMs)) {
      if (event !== 'log') continue;
      const line = JSON.parse(data) as LogLine;
      show(line);
      this.#seq = line.seq;
    }
  }

  /** Another process counts its lines anew. */
  async #meet(): Promise<void> {
    const { started_at: startedAt } = await this.#client.get<ServiceInfo>('/api/v1/service');
    if (startedAt !== this.#startedAt) this.#seq = 0;
    this.#startedAt = startedAt;
  }
}
