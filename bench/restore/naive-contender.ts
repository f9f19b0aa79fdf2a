import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { treeCpuSeconds, treeUsage } from '../measure/process-usage.ts';
import type { BenchStage } from './bench-stage.ts';
import type { Contender, Started } from './contender.ts';

const restoreTimeoutMs = 300_000;

/** The plain loop: one process, `await client.initialize()` for one profile after the other; with the service's browser and flags, or with the library's defaults. */
export class NaiveContender implements Contender {
  readonly name: string;
  readonly #stage: BenchStage;
  readonly #fullChromium: FoundChromium | undefined;

  constructor(stage: BenchStage, fullChromium?: FoundChromium) {
    this.#stage = stage;
    this.#fullChromium = fullChromium;
    this.name = fullChromium === undefined ? 'sequential loop' : 'loop, library defaults';
  }

  async start(signal: AbortSignal): Promise<Started> {
    const naive = this.#stage.startNaive(this.#fullChromium);
    const connectedMs = await naive.connected(AbortSignal.any([signal, AbortSignal.timeout(restoreTimeoutMs)]));
    return {
      connectedMs,
      cpuSeconds: treeCpuSeconds(naive.pid),
      usage: () => treeUsage(naive.pid),
      phases: [],
      stop: async () => naive.stop(),
    };
  }
}
