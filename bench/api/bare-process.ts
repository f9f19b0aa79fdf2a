import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../scripts/service/free-port.ts';

const startTimeoutMs = 15_000;
const stopTimeoutMs = 5_000;

/** The server with one route, in a process of its own. */
export class BareProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  private constructor(port: number) {
    this.url = `http://127.0.0.1:${port}/bare`;
    this.#child = fork(join(import.meta.dirname, 'bare/main.ts'), [String(port)]);
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', resolve);
      this.#child.once('error', resolve);
    });
  }

  /** Resolves once it listens; rejects, with nothing left, where it does not in time. */
  static async start(): Promise<BareProcess> {
    const bare = new BareProcess(await freePort());
    try {
      await once(bare.#child, 'message', { signal: AbortSignal.timeout(startTimeoutMs) });
      return bare;
    } catch (error) {
      await bare.stop();
      throw error;
    }
  }

  /** It ends once its channel is closed, and is killed where it does not. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopTimeoutMs);
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited;
    clearTimeout(timer);
  }
}
