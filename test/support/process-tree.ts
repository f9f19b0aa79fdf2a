import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { identify, isAlive, type ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';

const pollMs = 50;

/** The process and everything below it, as they are now. */
export function processTree(pid: number): ProcessIdentity[] {
  const children = Map.groupBy(processIds(), parentOf);
  const pids = [pid];
  for (const each of pids) pids.push(...(children.get(each) ?? []));
  return pids.map(identify).filter((identity) => identity !== undefined);
}

/** Those that are still there when `deadlineMs` is over; returns as soon as none is. */
export async function survivors(processes: readonly ProcessIdentity[], deadlineMs: number): Promise<ProcessIdentity[]> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const alive = processes.filter(isAlive);
    if (alive.length === 0 || Date.now() > deadline) return alive;
    await delay(pollMs);
  }
}

/** A process's command line, for people; empty when it has ended. */
export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Whatever runs with this text in its command line, environment or working directory, found without knowing who started it. */
export function processesNaming(text: string): { pid: number; command: string }[] {
  return processIds()
    .filter((pid) => pid !== process.pid && identify(pid) !== undefined && isNamedBy(pid, text))
    .map((pid) => ({ pid, command: commandLineOf(pid) }));
}

function isNamedBy(pid: number, text: string): boolean {
  try {
    const places = [commandLineOf(pid), readlinkSync(`/proc/${pid}/cwd`), readFileSync(`/proc/${pid}/environ`, 'utf8')];
    return places.some((place) => place.includes(text));
  } catch {
    return false;
  }
}
