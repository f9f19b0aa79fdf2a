import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 500;

/** Waits until the disk has room for a browser's profile: a start on a full disk only fails, and at worst damages the profile. */
export async function admitByStorage(isUsable: () => boolean, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !isUsable()) await sleep(lookEveryMs, undefined, { ref: false });
}
