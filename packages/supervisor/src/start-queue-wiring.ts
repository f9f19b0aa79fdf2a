import type { Degradation } from '@whatsapp-service/shared/api/service-info.ts';
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { isoTime, steadyClock, systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { EventLog } from './events/event-log.ts';
import { admitByCpu } from './restore/cpu-admission.ts';
import { CpuPressureMeter } from './restore/cpu-pressure.ts';
import type { CpuUse } from './restore/cpu-pressure.ts';
import { admitByMemory } from './restore/memory-admission.ts';
import { cpuPressureFile, readWaitedUs } from './restore/pressure-file.ts';
import { admitByStorage } from './restore/storage-admission.ts';
import type { Admission } from './restore/start-queue.ts';
import type { SessionRegistry } from './sessions/session-registry.ts';
import type { HostHealth } from './sessions/actor-tools.ts';
import { defaultHostBreaker, HostBreaker } from './supervision/host-breaker.ts';
import type { BreakerChange } from './supervision/host-breaker.ts';
import { listProcesses, membersOf } from './workers/process-group.ts';

/** Lets a start begin once its disk can be used and there is memory for its browser; one in turn waits for the processors before. */
export function startAdmission(
  logger: Logger,
  pressure: CpuPressureMeter,
  isDiskUsable: () => boolean,
  clock: Clock = steadyClock,
): Admission {
  const memory = {
    availableBytes: () => process.availableMemory(),
    onShort: (availableBytes: number) => {
      logger.warn({ availableBytes }, 'A start waits: there is too little free memory');
    },
  };
  const cpu = {
    clock,
    pressure: () => pressure.look(),
    onBusy: ({ waitingPercent, ownShare }: { waitingPercent: number; ownShare: number }) => {
      const facts = { waiting_percent: Math.round(waitingPercent), own_percent: Math.round(ownShare * 100) };
      logger.warn(facts, 'A start waits for the one before it: other programs keep the processors busy');
    },
  };
  return {
    turn: async (start) => admitByCpu(cpu, () => start.startsInProgress(), start.signal),
    room: async ({ signal }) => {
      await admitByStorage(isDiskUsable, signal);
      await admitByMemory(memory, signal);
    },
  };
}

/** The breaker of this machine, whose changes go to the log and to the event log. */
export function hostBreaker(logger: Logger, eventLog: EventLog): HostBreaker {
  return new HostBreaker(systemClock, defaultHostBreaker, (change) => {
    tell(logger, change);
    if (change.state === 'half_open') return;
    const data = { cause: change.cause, pause_ms: change.pauseMs };
    const type = change.state === 'open' ? 'service.starts_paused' : 'service.starts_resumed';
    eventLog.append({ type, sessionId: null, identity: randomUUID(), data });
  });
}

function tell(logger: Logger, { state, cause, pauseMs }: BreakerChange): void {
  if (state === 'open') {
    logger.error(
      `${cause}: no session is started for ${pauseMs / 1_000} s, those that run go on; look at the machine's memory, disk and browser`,
    );
  } else if (state === 'half_open') logger.info('One start is tried; the others wait for its outcome');
  else logger.info('A session came up: the others are started again');
}

/** What /readyz says while starts pause. */
export function startsPaused({ cause, sinceMs }: HostBreaker): Degradation | undefined {
  if (cause === null) return undefined;
  return { code: 'starts_paused', message: `${cause}; no session is started until one that is tried comes up.`, since: isoTime(sinceMs) };
}

/** What the sessions tell the breaker. */
export function hostHealth(breaker: HostBreaker, registry: () => SessionRegistry): HostHealth {
  return {
    exited: (sessionId) => {
      const wanted = registry()
        .all()
        .filter(({ record, state }) => record.desired === 'running' && state !== 'failed' && state !== 'unlinked');
      breaker.exited(sessionId, wanted.length);
    },
    launched: (sessionId, succeeded) => {
      breaker.launched(sessionId, succeeded);
    },
    started: (sessionId) => {
      breaker.started(sessionId);
    },
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
