import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const graceMs = 2_000;
const pollMs = 50;

/** Waits for the workers and browsers of a service that lived in this folder to end, then kills the rest; resolves to how many. */
export async function endStragglers(folder: string): Promise<number> {
  const deadline = performance.now() + graceMs;
  for (;;) {
    const pids = processesOf(folder);
    if (pids.length === 0) return 0;
    if (performance.now() > deadline) {
      for (const pid of pids) kill(pid);
      return pids.length;
    }
    await delay(pollMs);
  }
}

function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && (writesInto(folder, name) || hasTempIn(folder, name)))
    .map(Number);
}

/** A worker's output is a log file in the folder; somebody who only reads that file writes elsewhere. */
function writesInto(folder: string, pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/1`).startsWith(`${folder}/`);
  } catch {
    // It has ended, or is somebody else's.
    return false;
  }
}

/** A session's browser has its TMPDIR in the folder. */
function hasTempIn(folder: string, pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .some((entry) => entry.startsWith(`TMPDIR=${folder}/`));
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
