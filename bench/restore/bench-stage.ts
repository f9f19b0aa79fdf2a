import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { endStragglers } from '../../scripts/service/end-stragglers.ts';
import { freePort } from '../../scripts/service/free-port.ts';
import { ServiceChild } from '../../scripts/service/service-child.ts';
import { serviceEnvironment } from '../../scripts/service/service-environment.ts';
import type { NaiveJob } from '../naive/naive-job.ts';
import { NaiveProcess } from '../naive/naive-process.ts';
import { BenchSimulator } from './bench-simulator.ts';

const launcher = join(import.meta.dirname, '../../scripts/launch.mjs');

/** What the naive program does; where nothing is said, as a plain loop with the service's browser and flags does it. */
export interface NaiveStart extends Pick<NaiveJob, 'sessionIds'>, Partial<Pick<NaiveJob, 'opens' | 'launch' | 'atOnce'>> {
  readonly found?: FoundChromium;
}

export interface BenchStageOptions {
  readonly sessions: number;
  readonly browser: FoundChromium;
  readonly syncDelayMs: number;
}

/** What the benchmark runs on: a simulator, a folder with the profiles, and whatever was started on them. */
export class BenchStage {
  readonly apiKey = 'a-key-for-the-benchmark-0123456789';
  readonly simulator: BenchSimulator;
  readonly folder: string;
  readonly port: number;
  readonly sessionIds: readonly string[];
  readonly #browser: FoundChromium;
  readonly #running = new Set<{ stop(): Promise<unknown> }>();
  #starts = 0;

  private constructor(simulator: BenchSimulator, folder: string, port: number, { sessions, browser }: BenchStageOptions) {
    this.simulator = simulator;
    this.folder = folder;
    this.port = port;
    this.#browser = browser;
    this.sessionIds = Array.from({ length: sessions }, (_, index) => `bench_${String(index + 1).padStart(3, '0')}`);
  }

  static async open(options: BenchStageOptions, signal: AbortSignal): Promise<BenchStage> {
    const simulator = await BenchSimulator.start(options.syncDelayMs, signal);
    const folder = await mkdtemp(join(tmpdir(), 'wa-bench-'));
    await mkdir(join(folder, 'tmp'));
    return new BenchStage(simulator, folder, await freePort(), options);
  }

  /** Starts the service on the profiles; the caller stops it, or the stage's close does. */
  startService(settings: NodeJS.ProcessEnv = {}): ServiceChild {
    return this.#start(settings, []);
  }

  /** The same as `npm start` does it, with the launcher that starts the service again. */
  startLauncher(): ServiceChild {
    return this.#start({}, [launcher, 'start']);
  }

  #start(settings: NodeJS.ProcessEnv, args: readonly string[]): ServiceChild {
    this.#starts += 1;
    const { folder, port, apiKey, simulator } = this;
    const more = { CHROMIUM_PATH: this.#browser.path, MAX_SESSIONS: String(this.sessionIds.length), ...settings };
    const env = serviceEnvironment({ folder, port, apiKey, chromiumArgs: simulator.chromiumArgs, more });
    return this.#kept(new ServiceChild({ env, args, logPath: join(folder, `service-${this.#starts}.log`) }));
  }

  /** Starts the naive program on some of the profiles. */
  startNaive({ found = this.#browser, opens = 'clients', launch = 'service', sessionIds, atOnce = 1 }: NaiveStart): NaiveProcess {
    const browser: WorkerInit['browser'] = {
      ...found,
      sandbox: process.getuid?.() !== 0,
      extraArgs: [...this.simulator.chromiumArgs],
      proxy: null,
    };
    const [authDir, tempDir] = [join(this.folder, 'auth'), join(this.folder, 'tmp')];
    return this.#kept(new NaiveProcess({ authDir, tempDir, sessionIds, browser, opens, launch, atOnce }));
  }

  /** Ends all that still runs and removes the folder. */
  async close(): Promise<void> {
    for (const each of this.#running) await each.stop();
    await this.simulator.close();
    await endStragglers(this.folder);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  #kept<T extends { stop(): Promise<unknown> }>(process: T): T {
    this.#running.add(process);
    return process;
  }
}
