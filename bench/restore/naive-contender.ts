import { treeCpuSeconds, treeUsage } from '../measure/process-usage.ts';
import type { BenchStage } from './bench-stage.ts';
import type { Contender, Started } from './contender.ts';

const restoreTimeoutMs = 300_000;

/** The plain loop: one process, `await client.initialize()` for one profile after the other. */
export class NaiveContender implements Contender {
  readonly name = 'sequential loop';
  readonly #stage: BenchStage;

  constructor(stage: BenchStage) {
    this.#stage = stage;
  }

  async start(signal: AbortSignal): Promise<Started> {
    const naive = this.#stage.startNaive();
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
