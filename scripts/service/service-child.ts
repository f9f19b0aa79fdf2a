import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceLog } from './service-log.ts';
import { waitFor } from './wait-for.ts';

const entry = join(import.meta.dirname, '../../packages/supervisor/src/main.ts');
const listening = /^The service listens on (http:\S+)$/;
const startTimeoutMs = 30_000;
/** Above the service's own deadlines for its shutdown, which add up to a minute. */
const stopTimeoutMs = 75_000;
const killAfterMs = 3_000;
const settleMs = 500;
const tailLines = 15;

export interface ServiceChildOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly logPath: string;
  /** What Node.js runs instead of the service itself. */
  readonly args?: readonly string[];
}

/** The real service in a process of its own: started, watched, stopped. */
export class ServiceChild {
  readonly log: ServiceLog;
  readonly startedMs = Date.now();
  readonly #child: ChildProcess;
  readonly #exited: Promise<string>;
  readonly #lost = new AbortController();
  #isStopping = false;
  #lastResort: NodeJS.Timeout | undefined;

  constructor({ env, logPath, args = [] }: ServiceChildOptions) {
    this.log = new ServiceLog(logPath);
    const output = openSync(logPath, 'a', 0o600);
    // In a group of its own: a terminal's Ctrl-C is for us, and we end the service in order.
    this.#child = spawn(process.execPath, args.length === 0 ? [entry] : [...args], {
      env,
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    void this.#exited.then((end) => this.#ended(end));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Aborts when the service ends without being asked to; the reason says how, with the end of its log. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Resolves once it is known whether a call failed because the service has ended: the socket closes before the exit is told. */
  async settled(): Promise<void> {
    await Promise.race([this.#exited, delay(settleMs, undefined, { ref: false })]);
  }

  /** Resolves to the service's URL once HTTP listens. */
  async url(signal: AbortSignal): Promise<string> {
    return waitFor(() => this.log.messages.map((message) => listening.exec(message)?.[1]).find((url) => url !== undefined), {
      what: 'The start of the service',
      timeoutMs: startTimeoutMs,
      signal: AbortSignal.any([signal, this.lost]),
    });
  }

  /** Ends the service in order, and by force where that takes too long; resolves to whether it ended cleanly. */
  async stop(): Promise<boolean> {
    this.#isStopping = true;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopTimeoutMs);
    const end = await this.#exited;
    clearTimeout(timer);
    return end === 'code 0';
  }

  /** Insists: the service kills its sessions' processes and exits; one that does not even do that is killed. */
  kill(): void {
    this.#isStopping = true;
    this.#child.kill('SIGTERM');
    this.#lastResort ??= setTimeout(() => this.#child.kill('SIGKILL'), killAfterMs);
  }

  #ended(end: string): void {
    clearTimeout(this.#lastResort);
    if (this.#isStopping) return;
    this.#lost.abort(new Error(`The service ended by itself (${end}). The end of its log:\n${this.log.tail(tailLines)}`));
  }
}
