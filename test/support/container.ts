import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../scripts/service/free-port.ts';
import { processTree } from './process-tree.ts';
import { ServiceClient, testApiKey, until } from './service-client.ts';

const entry = join(import.meta.dirname, '../../packages/supervisor/src/main.ts');
/** What a runtime gives a container of its own, as far as a restart has to do with it: the kernel ends all processes with the first one. */
const namespaces = ['--pid', '--fork', '--kill-child', '--mount-proc', '--ipc', '--uts'];
const startTimeoutMs = 30_000;
/** Above the service's own deadlines for its shutdown. */
const endTimeoutMs = 75_000;

/** Why no namespaces can be had here; undefined where they can. */
export function namespacesRefusal(): string | undefined {
  if (process.getuid?.() !== 0) return 'namespaces of its own are for root alone';
  const probe = spawnSync('unshare', [...namespaces, 'true'], { encoding: 'utf8', timeout: 10_000 });
  return probe.status === 0 ? undefined : `namespaces of its own are refused here (${probe.error?.message ?? probe.stderr.trim()})`;
}

/** How the first process of a container ended. */
export interface ContainerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The service as the first process of namespaces of its own, as in a container; whoever starts it again is its restart policy. */
export class Container extends ServiceClient {
  override readonly url: string;
  readonly ended: Promise<ContainerEnd>;
  readonly #child: ChildProcess;
  #output = '';

  private constructor(env: NodeJS.ProcessEnv, cwd: string, port: number) {
    super();
    this.url = `http://127.0.0.1:${port}`;
    this.#child = spawn('unshare', [...namespaces, process.execPath, entry], {
      cwd,
      env: {
        ...process.env,
        ENV_FILE: '/dev/null',
        LOG_PRETTY: 'false',
        API_KEYS: testApiKey,
        PORT: String(port),
        container: 'oci',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    // A test that runs out of time must not leave it behind.
    const onExit = (): void => this.kill();
    process.once('exit', onExit);
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        process.off('exit', onExit);
        resolve({ code, signal });
      });
    });
  }

  /** Starts it and resolves once HTTP listens; rejects with its output where it does not. */
  static async start(env: NodeJS.ProcessEnv, cwd: string): Promise<Container> {
    const container = new Container(env, cwd, await freePort());
    const isUp = async (): Promise<true | undefined> => (container.output.includes('The service listens on') ? true : undefined);
    if ((await until(isUp, startTimeoutMs)) === undefined) {
      container.kill();
      throw new Error(`The container's service does not listen:\n${container.tail}`);
    }
    return container;
  }

  override get output(): string {
    return this.#output;
  }

  /** The first process of the namespace, as it is known outside. */
  get firstPid(): number {
    const [, first] = processTree(this.#child.pid ?? -1);
    if (first === undefined) throw new Error(`The container does not run:\n${this.tail}`);
    return first.pid;
  }

  /** Asks the first process to end, and ends the container where it does not. */
  async stop(): Promise<ContainerEnd> {
    const timer = setTimeout(() => this.kill(), endTimeoutMs);
    if (this.#child.exitCode === null && this.#child.signalCode === null) process.kill(this.firstPid, 'SIGTERM');
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }

  /** Ends it with all that runs in it: with unshare goes the namespace. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
