import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { admitByCpu } from './restore/cpu-admission.ts';
import { CpuPressureMeter } from './restore/cpu-pressure.ts';
import type { CpuUse } from './restore/cpu-pressure.ts';
import { admitByMemory } from './restore/memory-admission.ts';
import { cpuPressureFile, readWaitedUs } from './restore/pressure-file.ts';
import { admitByStorage } from './restore/storage-admission.ts';
import type { Admission } from './restore/start-queue.ts';
import { listProcesses, membersOf } from './workers/process-group.ts';

/** Lets a start begin once its disk can be used, there is memory for its browser and other programs leave it a processor. */
export function startAdmission(logger: Logger, pressure: CpuPressureMeter, isDiskUsable: () => boolean): Admission {
  const memory = {
    availableBytes: () => process.availableMemory(),
    onShort: (availableBytes: number) => {
      logger.warn({ availableBytes }, 'A start waits: there is too little free memory');
    },
  };
  const cpu = {
    pressure: () => pressure.look(),
    onBusy: ({ waitingPercent, ownShare }: { waitingPercent: number; ownShare: number }) => {
      const facts = { waiting_percent: Math.round(waitingPercent), own_percent: Math.round(ownShare * 100) };
      logger.warn(facts, 'A start waits for the one before it: other programs keep the processors busy');
    },
  };
  return async (start) => {
    await admitByStorage(isDiskUsable, start.signal);
    await admitByMemory(memory, start.signal);
    await admitByCpu(cpu, () => start.startsInProgress(), start.signal);
  };
}

/** Measures the processors; `leaders` gives the process groups of all sessions. */
export function cpuPressureMeter(leaders: () => readonly ProcessIdentity[]): CpuPressureMeter {
  const file = cpuPressureFile();
  const self = identify(process.pid);
  return new CpuPressureMeter({
    now: () => performance.now(),
    waitedUs: () => (file === undefined ? undefined : readWaitedUs(file)),
    ownProcesses: () => cpuUseOf(self, leaders()),
    processors: availableParallelism(),
  });
}

/** Linux counts CPU in hundredths of a second on every machine that Node runs on (getconf CLK_TCK). */
const msPerTick = 10;

function cpuUseOf(self: ProcessIdentity | undefined, leaders: readonly ProcessIdentity[]): CpuUse[] {
  const processes = listProcesses();
  const own = processes.filter(({ pid }) => pid === self?.pid);
  const members = leaders.flatMap((leader) => membersOf(leader, processes));
  return [...own, ...members].map(({ pid, startTicks, cpuTicks }) => ({ key: `${pid} ${startTicks}`, cpuMs: cpuTicks * msPerTick }));
}
