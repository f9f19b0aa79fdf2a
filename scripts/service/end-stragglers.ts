import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const graceMs = 2_000;
const pollMs = 50;

/** Workers and browsers are started with these inside the service's folders; somebody who reads its log is not. */
const telling = ['NODE_COMPILE_CACHE=', 'TMPDIR='];

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
  const marks = telling.map((variable) => `${variable}${folder}/`);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).some((entry) => marks.some((mark) => entry.startsWith(mark))))
    .map(Number);
}

/** Empty for a process that has ended, and for one of somebody else. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
