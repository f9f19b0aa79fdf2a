import { readdirSync, readFileSync } from 'node:fs';
import { isAlive } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';

/**
 * The pids of the live members of the group that the browser leads, as puppeteer starts it. It looks at every process of
 * the machine, some 20 µs each: for an end, not for every beat.
 */
export function membersOf(leader: ProcessIdentity): number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((name) => isMember(leader, name))
    .map(Number);
}

/** Whether a process of the browser's group is left. */
export function hasMembers(leader: ProcessIdentity): boolean {
  return isAlive(leader) || membersOf(leader).length > 0;
}

/** Kills every process of the browser's group. */
export function killGroup(leader: ProcessIdentity): void {
  for (const pid of membersOf(leader)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended between the look and the signal.
    }
  }
}

function isMember(leader: ProcessIdentity, pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A member older than the leader would belong to an earlier group of that number.
    return fields[0] !== 'Z' && fields[2] === String(leader.pid) && Number(fields[19]) >= Number(leader.startTime);
  } catch {
    return false;
  }
}
