import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';

/** What /proc/<pid>/stat says of a process (proc(5)). */
export interface ProcessStat {
  readonly pid: number;
  readonly groupId: number;
  /** Clock ticks from boot to its start. */
  readonly startTicks: number;
  /** Clock ticks of CPU it has used, in user and kernel mode. */
  readonly cpuTicks: number;
  readonly rssPages: number;
}

/** Every process of the machine that is not a zombie. */
export function listProcesses(): ProcessStat[] {
  const processes: ProcessStat[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^[0-9]+$/.test(name)) continue;
    const stat = readStat(name);
    if (stat !== undefined) processes.push(stat);
  }
  return processes;
}

function readStat(pid: string): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return {
      pid: Number(pid),
      groupId: Number(fields[2]),
      cpuTicks: Number(fields[11]) + Number(fields[12]),
      startTicks: Number(fields[19]),
      rssPages: Number(fields[21]),
    };
  } catch {
    // It ended while we were reading.
    return undefined;
  }
}

/**
 * The live members of the process group that `leader` founded. A group's number is not given away while it has members: one whose number
 * another process has now is no more, and a member older than the leader would belong to an earlier group. Both are left alone.
 */
export function membersOf(leader: ProcessIdentity, processes = listProcesses()): ProcessStat[] {
  const founder = processes.find(({ pid }) => pid === leader.pid);
  if (founder !== undefined && founder.startTicks !== Number(leader.startTime)) return [];
  return processes.filter((process) => process.groupId === leader.pid && process.startTicks >= Number(leader.startTime));
}

/** Sends a signal to each live member of the group; returns how many it was sent to. */
export function signalGroup(leader: ProcessIdentity, signal: NodeJS.Signals): number {
  let signalled = 0;
  for (const member of membersOf(leader)) {
    try {
      process.kill(member.pid, signal);
      signalled += 1;
    } catch {
      // It ended between the look and the signal.
    }
  }
  return signalled;
}
