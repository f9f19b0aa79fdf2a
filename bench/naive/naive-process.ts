import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { NaiveJob, NaiveOrder, NaiveReport } from './naive-job.ts';

const stopTimeoutMs = 60_000;
const orderTimeoutMs = 300_000;

/** The naive program in a process of its own. */
export class NaiveProcess {
  readonly startedMs = Date.now();
  readonly #child: ChildProcess;
  readonly #connectedMs: number[] = [];
  readonly #done: Promise<void>;

  constructor(job: NaiveJob) {
    this.#child = fork(join(import.meta.dirname, 'main.ts'), { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#done = new Promise((resolve, reject) => {
      this.#child.on('message', (report: NaiveReport) => {
        if ('sentMs' in report || 'forwards' in report) return;
        if ('failed' in report) return reject(new Error(`The naive program failed: ${report.failed}`));
        this.#connectedMs.push(report.atMs);
        if (this.#connectedMs.length === job.sessionIds.length) resolve();
      });
      this.#child.once('exit', (code, signal) => reject(new Error(`The naive program ended early (${signal ?? code}).`)));
    });
    this.#child.send(job);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves to when each session was connected, in milliseconds from the process's start. */
  async connected(signal: AbortSignal): Promise<number[]> {
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    await Promise.race([this.#done, aborted]);
    return this.#connectedMs.map((atMs) => atMs - this.startedMs);
  }

  /** Has a text sent so many times by each of these sessions; resolves to what each call took, in milliseconds. */
  async send(sessionIds: readonly string[], to: string, count: number): Promise<readonly number[]> {
    const report = await this.#order({ order: 'send', sessionIds, to, count });
    return 'sentMs' in report ? report.sentMs : [];
  }

  /** From now on what comes is posted there. */
  async forwardTo(url: string): Promise<void> {
    await this.#order({ order: 'forward', url });
  }

  async #order(order: NaiveOrder): Promise<NaiveReport> {
    const answered = once(this.#child, 'message', { signal: AbortSignal.timeout(orderTimeoutMs) });
    this.#child.send(order);
    const [report] = (await answered) as [NaiveReport];
    if ('failed' in report) throw new Error(`The direct clients failed: ${report.failed}`);
    return report;
  }

  async stop(): Promise<void> {
    this.#done.catch(() => undefined);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopTimeoutMs);
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
    clearTimeout(timer);
  }
}
