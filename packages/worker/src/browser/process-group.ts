import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';

interface Member {
  readonly pid: number;
  readonly rssPages: number;
}

/** Linux counts resident pages of 4 KiB on every machine that Chromium is built for by default. */
const pageBytes = 4_096;

/** Puppeteer starts the browser as the leader of its own group: the live members of it, by /proc. */
export function membersOf(leader: ProcessIdentity): Member[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((name) => memberOf(leader, name) ?? []);
}

/** Kills every process of the browser's group. */
export function killGroup(leader: ProcessIdentity): void {
  for (const { pid } of membersOf(leader)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended between the look and the signal.
    }
  }
}

/** Resident memory in bytes of this process and of the browser's group; shared pages count in each process. */
export function residentBytes(browser: ProcessIdentity | undefined): number {
  const pages = browser === undefined ? 0 : membersOf(browser).reduce((sum, { rssPages }) => sum + rssPages, 0);
  return process.memoryUsage.rss() + pages * pageBytes;
}

function memberOf(leader: ProcessIdentity, pid: string): Member | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A member older than the leader would belong to an earlier group of that number.
    const isMember = fields[0] !== 'Z' && fields[2] === String(leader.pid) && Number(fields[19]) >= Number(leader.startTime);
    return isMember ? { pid: Number(pid), rssPages: Number(fields[21]) } : undefined;
  } catch {
    return undefined;
  }
}
