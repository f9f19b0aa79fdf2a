import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ServiceClient, testApiKey, until } from './service-client.ts';
import { underLoad } from './under-load.ts';

export { testApiKey, until };

const entry = fileURLToPath(new URL('../../packages/supervisor/src/main.ts', import.meta.url));
const launcher = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url));
const listening = /The service listens on (https?:\/\/[^\s"]+)/;

/** An entry of a test's own that runs the real service, with a channel for messages. */
export interface OtherEntry {
  readonly entry: string;
  readonly nodeArgs?: readonly string[];
}

/** The real service in a process of its own, and its HTTP API. */
export class ServiceProcess extends ServiceClient {
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #child: ChildProcess;
  #output = '';
  #url: string | undefined;

  private constructor(env: NodeJS.ProcessEnv, cwd?: string, args = [entry], hasChannel = false) {
    super();
    this.#child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ENV_FILE: '/dev/null', LOG_PRETTY: 'false', API_KEYS: testApiKey, PORT: '0', ...underLoad, ...env },
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

  override get url(): string {
    if (this.#url === undefined) throw new Error('The service does not listen.');
    return this.#url;
  }

  override get output(): string {
    return this.#output;
  }

  async waitForOutput(pattern: RegExp, timeoutMs = 30_000): Promise<void> {
    let ended = false;
    void this.exited.then(() => {
      ended = true;
    });
    const found = await until(async () => {
      if (ended && !pattern.test(this.#output)) throw new Error(`The service ended:\n${this.tail}`);
      return pattern.test(this.#output) ? true : undefined;
    }, timeoutMs);
    if (found === undefined) throw new Error(`The service did not write ${pattern}:\n${this.tail}`);
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
}
