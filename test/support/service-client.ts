import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import { setTimeout as sleep } from 'node:timers/promises';

export const testApiKey = 'a-key-for-tests-0123456789';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** The HTTP API of a service that runs, by whoever started it. */
export abstract class ServiceClient {
  abstract get url(): string;
  /** All that the service has written. */
  abstract get output(): string;

  /** The messages of the log, one a line. */
  get messages(): string[] {
    return this.output.split('\n').flatMap((line) => {
      const message = /"msg":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
      return message === undefined ? [] : [String(JSON.parse(`"${message}"`))];
    });
  }

  async api<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'x-api-key': testApiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as T,
      headers: response.headers,
    };
  }

  /** Any request with the key, answered as it comes. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'x-api-key': testApiKey, ...Object.fromEntries(new Headers(init.headers)) };
    return fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(60_000), ...init, headers });
  }

  /** A command for a session, such as start; rejects unless it is taken. */
  async command(sessionId: string, name: 'start' | 'stop' | 'restart' | 'logout'): Promise<SessionView> {
    const { status, body } = await this.api<SessionView>('POST', `/api/v1/sessions/${sessionId}/${name}`);
    if (status !== 202) throw new Error(`${name} of ${sessionId} was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async info(): Promise<ServiceInfo> {
    return (await this.api<ServiceInfo>('GET', '/api/v1/service')).body;
  }

  async timeline(sessionId: string): Promise<TimelineView> {
    return (await this.api<TimelineView>('GET', `/api/v1/sessions/${sessionId}/timeline`)).body;
  }

  /** The whole event log, or the part of one session. */
  async events(sessionId?: string, after = 0): Promise<LoggedEvent[]> {
    const filter = sessionId === undefined ? '' : `&session_id=${sessionId}`;
    const { body } = await this.api<{ events: LoggedEvent[] }>('GET', `/api/v1/events?limit=1000&after=${after}${filter}`);
    const last = body.events.at(-1);
    return last === undefined ? [] : [...body.events, ...(await this.events(sessionId, last.seq))];
  }

  /** The number of the newest event. */
  async lastSeq(): Promise<number> {
    return (await this.api<{ last_seq: number }>('GET', '/api/v1/events?limit=1')).body.last_seq;
  }

  async session(sessionId: string): Promise<SessionView> {
    return (await this.api<SessionView>('GET', `/api/v1/sessions/${sessionId}`)).body;
  }

  /** Resolves once the session has the status; rejects with what it has instead. */
  async waitForStatus(sessionId: string, status: SessionView['status'], timeoutMs = 60_000): Promise<SessionView> {
    return this.waitForSession(sessionId, (session) => session.status === status, timeoutMs);
  }

  async waitForSession(sessionId: string, wanted: (session: SessionView) => boolean, timeoutMs = 60_000): Promise<SessionView> {
    let last: SessionView | undefined;
    const found = await until(async () => {
      last = await this.session(sessionId);
      return wanted(last) ? last : undefined;
    }, timeoutMs);
    if (found === undefined) {
      throw new Error(`Session ${sessionId} is ${JSON.stringify(last)} after ${timeoutMs} ms\n${this.tail}`);
    }
    return found;
  }

  /** The text of the QR code that is on offer, once there is one. */
  async waitForQr(sessionId: string, timeoutMs = 60_000): Promise<string> {
    await this.waitForStatus(sessionId, 'qr_required', timeoutMs);
    return (await this.api<{ qr: string }>('GET', `/api/v1/sessions/${sessionId}/qr`)).body.qr;
  }

  /** The first event of the log that is wanted, of those there are or the next to come. */
  async waitForEvent(wanted: (event: LoggedEvent) => boolean, options: { after?: number; timeoutMs?: number } = {}): Promise<LoggedEvent> {
    const { timeoutMs = 30_000 } = options;
    let after = options.after ?? 0;
    const found = await until(async () => {
      const { body } = await this.api<{ events: LoggedEvent[]; last_seq: number }>('GET', `/api/v1/events?after=${after}&limit=100`);
      after = body.events.at(-1)?.seq ?? after;
      return body.events.find(wanted);
    }, timeoutMs);
    if (found === undefined) throw new Error(`No such event came within ${timeoutMs} ms\n${this.tail}`);
    return found;
  }

  async waitForReady(timeoutMs = 90_000): Promise<void> {
    const ready = await until(async () => ((await this.api('GET', '/readyz')).status === 200 ? true : undefined), timeoutMs);
    if (ready === undefined) throw new Error(`The service is not ready after ${timeoutMs} ms\n${this.tail}`);
  }

  protected get tail(): string {
    return this.output.slice(-4_000);
  }
}

/** Asks again and again until there is an answer; undefined once the time is over. */
export async function until<T>(ask: () => Promise<T | undefined>, timeoutMs: number): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) return undefined;
    await sleep(50);
  }
}
