import { treeCpuSeconds, treeUsage } from '../measure/process-usage.ts';
import type { BenchStage, NaiveStart } from './bench-stage.ts';
import type { Contender, Started } from './contender.ts';

const restoreTimeoutMs = 300_000;

/** One process for all sessions, without supervision. */
export class NaiveContender implements Contender {
  readonly name: string;
  readonly isStoppedAndStarted: boolean;
  readonly #stage: BenchStage;
  readonly #start: NaiveStart;

  constructor(stage: BenchStage, name: string, start: NaiveStart) {
    this.#stage = stage;
    this.name = name;
    this.#start = start;
    // Of bare pages nobody asks how long they are away.
    this.isStoppedAndStarted = start.opens !== 'bare pages';
  }

  async start(signal: AbortSignal): Promise<Started> {
    const naive = this.#stage.startNaive(this.#start);
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
