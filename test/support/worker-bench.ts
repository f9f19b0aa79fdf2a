import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { serviceBrowser } from './browsers.ts';
import { FakeSupervisor } from './fake-supervisor.ts';
import { processTree, survivors } from './process-tree.ts';

const pollMs = 20;
const compileCache = fileURLToPath(new URL('../../.tools/compile-cache/tests', import.meta.url));
const sources = fileURLToPath(new URL('../../packages/worker/src/main.ts', import.meta.url));

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface InitOverrides extends Partial<Omit<WorkerInit, 'deadlines' | 'browser'>> {
  readonly deadlines?: Partial<WorkerInit['deadlines']>;
  readonly browser?: Partial<WorkerInit['browser']>;
}

/** A forked worker and everything of it. */
export interface TestWorker {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<WorkerExit>;
}

/** A folder, a supervisor's socket and the workers of one test; nothing of it is left after `close`. */
export class WorkerBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'wk-'));
  readonly supervisor = new FakeSupervisor(join(this.folder, 's.sock'));
  readonly workers: TestWorker[] = [];
  /** One for all runs: compiling is half of a worker's loading time. */
  compileCache = compileCache;
  entry = sources;
  readonly #extraArgs: readonly string[];

  constructor(extraArgs: readonly string[] = []) {
    this.#extraArgs = extraArgs;
  }

  static async open(extraArgs: readonly string[] = []): Promise<WorkerBench> {
    const bench = new WorkerBench(extraArgs);
    await bench.supervisor.listen();
    return bench;
  }

  get authDir(): string {
    return join(this.folder, 'auth');
  }

  /** The session's profile folder. */
  get profile(): string {
    return join(this.authDir, 'session-s1');
  }

  /** The session's folder of files that are sent and fetched. */
  get mediaDir(): string {
    return join(this.folder, 'media');
  }

  init(overrides: InitOverrides = {}): WorkerInit {
    const { deadlines, browser, ...rest } = overrides;
    return {
      type: 'init',
      protocol: 1,
      sessionId: 's1',
      token: 'a'.repeat(43),
      socketPath: this.supervisor.path,
      mode: 'pair',
      authDir: this.authDir,
      cacheDir: join(this.folder, 'cache'),
      tempDir: join(this.folder, 'tmp'),
      screenshotDir: join(this.folder, 'shots'),
      mediaDir: this.mediaDir,
      bundleDir: join(this.folder, 'bundles'),
      lastWordsDir: join(this.folder, 'last-words'),
      browser: {
        ...serviceBrowser,
        sandbox: process.getuid?.() !== 0,
        extraArgs: [...this.#extraArgs],
        proxy: null,
        ...browser,
      },
      deadlines: {
        launchMs: 15_000,
        navigateMs: 15_000,
        stateKnownMs: 20_000,
        authenticateMs: 15_000,
        pairingMs: 60_000,
        reconnectMs: 60_000,
        ...deadlines,
      },
      probeIntervalMs: 15_000,
      probeTimeoutMs: 5_000,
      handoverGraceMs: 0,
      logLevel: 'debug',
      ...rest,
    };
  }

  /** Forks a worker; `message` is what its fork channel brings, or nothing at all when it is null. */
  fork(message: unknown): TestWorker {
    const log = openSync(this.logPath, 'a');
    const child = fork(this.entry, [], {
      detached: true,
      execArgv: [],
      stdio: ['ignore', log, log, 'ipc'],
      env: workerEnvironment(this.compileCache),
    });
    closeSync(log);
    const exited = new Promise<WorkerExit>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    });
    child.on('error', () => undefined);
    if (message !== null) child.send(message as object, () => undefined);
    const worker: TestWorker = { child, pid: child.pid ?? -1, exited };
    this.workers.push(worker);
    return worker;
  }

  start(overrides: InitOverrides = {}): TestWorker {
    return this.fork(this.init(overrides));
  }

  get logPath(): string {
    mkdirSync(this.folder, { recursive: true });
    return join(this.folder, 'worker.log');
  }

  get log(): string {
    return existsSync(this.logPath) ? readFileSync(this.logPath, 'utf8') : '';
  }

  /** The worker's processes as they are now, the browser's included. */
  tree(worker: TestWorker): ProcessIdentity[] {
    return processTree(worker.pid);
  }

  /** Kills what is left of the workers started here, and removes the folder. */
  async close(): Promise<void> {
    for (const worker of this.workers) {
      const tree = this.tree(worker);
      for (const { pid } of tree) kill(pid);
      await survivors(tree, 5_000);
    }
    await this.supervisor.vanish();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What an exited promise gives, or an error that says what the worker logged. */
export async function exitOf(bench: WorkerBench, worker: TestWorker, timeoutMs = 20_000): Promise<WorkerExit> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The worker did not exit within ${timeoutMs} ms. Its log:\n${bench.log}`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([worker.exited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until something holds that announces itself to nobody; throws when it does not in time. */
export async function until(what: string, holds: () => boolean, timeoutMs = 10_000): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > deadlineMs) throw new Error(`It did not come within ${timeoutMs} ms that ${what}.`);
    await delay(pollMs);
  }
}

/** What a supervisor lets through, with the mark by which a test run finds what it left behind. */
function workerEnvironment(compileCacheDir: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, WHATSAPP_SERVICE_TEST_RUN } = process.env;
  return { PATH, HOME, TMPDIR, WHATSAPP_SERVICE_TEST_RUN, NODE_COMPILE_CACHE: compileCacheDir };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
