import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { processesNaming } from './process-tree.ts';
import { until } from './until.ts';

const entry = join(import.meta.dirname, '../../scripts/demo/main.ts');
const endTimeoutMs = 90_000;
const leftoverTimeoutMs = 10_000;

/** The demo as the launcher starts it, with a temp folder of its own that tells what it leaves behind. */
export class DemoRun {
  readonly child: ChildProcess;
  readonly tempDir = mkdtempSync(join(tmpdir(), 'demo-'));
  readonly #ended: Promise<number>;
  #output = '';

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [entry, ...args], {
      env: { ...process.env, TMPDIR: this.tempDir, WHATSAPP_SERVICE_LAUNCHER: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const streams = [this.child.stdout, this.child.stderr].filter((stream) => stream !== null);
    for (const stream of streams) {
      stream.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    const exited = once(this.child, 'exit').then(([code]: unknown[]) => Number(code ?? -1));
    // Not on 'close', which does not come once our end of the channel was closed.
    this.#ended = Promise.all([exited, ...streams.map((stream) => finished(stream))]).then(([code]) => code);
  }

  get output(): string {
    return this.#output;
  }

  async wrote(pattern: RegExp, timeoutMs = endTimeoutMs): Promise<void> {
    const isOver = (): boolean => this.child.exitCode !== null;
    await until('the demo writes', () => pattern.test(this.#output) || isOver(), timeoutMs).catch(() => undefined);
    if (!pattern.test(this.#output)) throw new Error(`The demo did not write ${pattern} within ${timeoutMs} ms, but:\n${this.#output}`);
  }

  /** The exit code; -1 for a signal. Fails with the output where the demo does not end. */
  async ended(): Promise<number> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), endTimeoutMs);
    const code = await this.#ended;
    clearTimeout(timer);
    return code;
  }

  /** The service that the demo runs now. */
  servicePid(): number {
    const service = this.#processes().find(({ command }) => command.includes('supervisor/src/main.ts'));
    if (service === undefined) throw new Error(`The demo runs no service:\n${this.#output}`);
    return service.pid;
  }

  /** What is left of it: command lines of processes, and files. A process that is about to end has time to. */
  async leftovers(): Promise<string[]> {
    const processes = await until('the processes end', () => this.#processes().length === 0, leftoverTimeoutMs).then(
      () => [],
      () => this.#processes().map(({ command }) => command),
    );
    return [...processes, ...readdirSync(this.tempDir)];
  }

  /** Kills what a failed test has left. */
  async close(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended();
    for (const { pid } of this.#processes()) process.kill(pid, 'SIGKILL');
    rmSync(this.tempDir, { recursive: true, force: true, maxRetries: 5 });
  }

  #processes() {
    return processesNaming(this.tempDir);
  }
}
