import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { CpuPressure } from './cpu-pressure.ts';

/**
 * From here on some task waits most of the time. Ten sessions restored alone on 2 cores made 36–92 % (median 70) with 2 starts at once,
 * 87–100 % with 4 and 8: the figure alone does not tell who is to blame.
 */
const busyFromPercent = 60;
/** While the service itself has this share of the processors, the pressure is its own work: holding a start back would only waste them. */
const ownFromShare = 0.5;
const lookEveryMs = 250;
/** After this long the start goes on: a machine that is busy for ever must not keep a session down. */
const waitAtMostMs = 20_000;

export interface CpuSituation {
  readonly pressure: CpuPressure | undefined;
  /** Sessions that are starting now. */
  readonly startsInProgress: number;
  readonly waitedMs: number;
}

/** Whether one more session may start; one at a time always may, and where the kernel tells nothing all may. */
export function admitsByCpu({ pressure, startsInProgress, waitedMs }: CpuSituation): boolean {
  if (pressure === undefined || startsInProgress === 0 || waitedMs >= waitAtMostMs) return true;
  return pressure.waitingPercent < busyFromPercent || pressure.ownShare >= ownFromShare;
}

export interface CpuAdmissionOptions {
  /** One that never jumps. */
  readonly clock: Clock;
  readonly pressure: () => CpuPressure | undefined;
  readonly onBusy: (pressure: CpuPressure) => void;
}

/** Waits, within bounds, while other programs hold the processors and a session is starting already. */
export async function admitByCpu(options: CpuAdmissionOptions, startsInProgress: () => number, signal: AbortSignal): Promise<void> {
  const { clock } = options;
  const begunMs = clock.now();
  let reported = false;
  for (;;) {
    const pressure = options.pressure();
    const waitedMs = clock.now() - begunMs;
    if (signal.aborted || admitsByCpu({ pressure, startsInProgress: startsInProgress(), waitedMs })) return;
    if (!reported && pressure !== undefined) options.onBusy(pressure);
    reported = true;
    await new Promise<void>((resolve) => void clock.after(lookEveryMs, resolve));
  }
}
