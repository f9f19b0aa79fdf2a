import { setTimeout as sleep } from 'node:timers/promises';

/** A headless-shell session took 72 MB and a full Chromium 167 MB with twenty at once on a blank page; real pages take more. */
const roomForOneBytes = 300 * 1024 * 1024;
const lookEveryMs = 500;
/** After this long the start goes on: memory that never comes back must not keep a session down for ever. */
const waitAtMostMs = 30_000;

export interface MemoryAdmissionOptions {
  /** Bytes that this process and its children may still take; aware of cgroup limits. */
  readonly availableBytes: () => number;
  readonly onShort: (availableBytes: number) => void;
}

/** Waits, within bounds, until there is memory for one more browser. */
export async function admitByMemory(options: MemoryAdmissionOptions, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + waitAtMostMs;
  let reported = false;
  while (!signal.aborted && performance.now() < deadline) {
    const availableBytes = options.availableBytes();
    if (availableBytes >= roomForOneBytes) return;
    if (!reported) options.onShort(availableBytes);
    reported = true;
    await sleep(lookEveryMs, undefined, { ref: false });
  }
}
