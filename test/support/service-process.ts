import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../packages/supervisor/src/main.ts', import.meta.url));
const launcher = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url));
const listening = /The service listens on (http:\/\/[^\s"]+)/;

export const testApiKey = 'a-key-for-tests-0123456789';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** An entry of a test's own that runs the real service, with a channel for messages. */
export interface OtherEntry {
  readonly entry: string;
  readonly nodeArgs?: readonly string[];
}

/** The real service in a process of its own, and its HTTP API. */
export class ServiceProcess {
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #child: ChildProcess;
  #output = '';
  #url: string | undefined;

  private constructor(env: NodeJS.ProcessEnv, cwd?: string, args = [entry], hasChannel = false) {
    this.#child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ENV_FILE: '/dev/null', LOG_PRETTY: 'false', API_KEYS: testApiKey, PORT: '0', ...env },
      stdio: hasChannel ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    });
    // A test that runs out of time must not leave its service behind.
    const onExit = (): void => void this.#child.kill('SIGKILL');
    process.once('exit', onExit);
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        process.off('exit', onExit);
        resolve({ code, signal });
      });
    });
  }

  /** Starts the service and resolves once HTTP listens; rejects with its output where it ends instead. */
  static async start(env: NodeJS.ProcessEnv, cwd?: string, timeoutMs = 30_000, other?: OtherEntry): Promise<ServiceProcess> {
    const args = other === undefined ? [entry] : [...(other.nodeArgs ?? []), other.entry];
    const service = new ServiceProcess(env, cwd, args, other !== undefined);
    await service.waitForOutput(listening, timeoutMs).catch(async (error: unknown) => {
      await service.stop('SIGKILL');
      throw error;
    });
    service.#url = listening.exec(service.output)?.[1];
    return service;
  }

  /** Starts the service as `npm start` does, with the launcher that starts it again; PORT has to be given. */
  static async launch(env: NodeJS.ProcessEnv, timeoutMs = 120_000): Promise<ServiceProcess> {
    const service = new ServiceProcess(env, undefined, [launcher, 'start']);
    await service.waitForOutput(listening, timeoutMs);
    service.#url = listening.exec(service.output)?.[1];
    return service;
  }

  /** Starts the service in the expectation that it ends by itself. */
  static async startAndEnd(env: NodeJS.ProcessEnv, timeoutMs = 30_000, other?: string): Promise<{ code: number | null; output: string }> {
    const service = new ServiceProcess(env, undefined, other === undefined ? [entry] : [other]);
    const timer = setTimeout(() => service.signal('SIGKILL'), timeoutMs);
    const { code } = await service.exited;
    clearTimeout(timer);
    return { code, output: service.output };
  }

  /** Asks the process itself, where another entry listens to messages; rejects where no answer comes. */
  async ask<T>(question: object, timeoutMs = 10_000): Promise<T> {
    const answer = new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The service did not answer ${JSON.stringify(question)}.`)), timeoutMs);
      const onMessage = (message: unknown): void => {
        if (typeof message !== 'object' || message === null || !('answer' in message)) return;
        clearTimeout(timer);
        this.#child.off('message', onMessage);
        resolve(message.answer as T);
      };
      this.#child.on('message', onMessage);
    });
    this.#child.send(question);
    return answer;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('The service has no process.');
    return this.#child.pid;
  }

  get url(): string {
    if (this.#url === undefined) throw new Error('The service does not listen.');
    return this.#url;
  }

  get output(): string {
    return this.#output;
  }

  /** The messages of the log, one a line. */
  get messages(): string[] {
    return this.#output.split('\n').flatMap((line) => {
      const message = /"msg":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
      return message === undefined ? [] : [String(JSON.parse(`"${message}"`))];
    });
  }

  async api<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(new URL(path, this.url), {
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
    return fetch(new URL(path, this.url), { signal: AbortSignal.timeout(60_000), ...init, headers });
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
      throw new Error(`Session ${sessionId} is ${JSON.stringify(last)} after ${timeoutMs} ms\n${this.#tail()}`);
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
    if (found === undefined) throw new Error(`No such event came within ${timeoutMs} ms\n${this.#tail()}`);
    return found;
  }

  async waitForReady(timeoutMs = 90_000): Promise<void> {
    const ready = await until(async () => ((await this.api('GET', '/readyz')).status === 200 ? true : undefined), timeoutMs);
    if (ready === undefined) throw new Error(`The service is not ready after ${timeoutMs} ms\n${this.#tail()}`);
  }

  async waitForOutput(pattern: RegExp, timeoutMs = 30_000): Promise<void> {
    let ended = false;
    void this.exited.then(() => {
      ended = true;
    });
    const found = await until(async () => {
      if (ended && !pattern.test(this.#output)) throw new Error(`The service ended:\n${this.#tail()}`);
      return pattern.test(this.#output) ? true : undefined;
    }, timeoutMs);
    if (found === undefined) throw new Error(`The service did not write ${pattern}:\n${this.#tail()}`);
  }

  /** Asks the service to stop, and kills it where it does not. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', timeoutMs = 60_000): Promise<number | null> {
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), timeoutMs);
    const { code } = await this.exited;
    clearTimeout(timer);
    return code;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #tail(): string {
    return this.#output.slice(-4_000);
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
