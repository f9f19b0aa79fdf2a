import { readFileSync } from 'node:fs';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';

/**
 * The memory of processes that share pages, each page counted once (PSS, proc_pid_smaps_rollup(5)); undefined where the kernel does not tell.
 * Dear: the kernel walks through all pages, some milliseconds a browser process.
 */
export function proportionalBytes(pids: readonly number[]): number | undefined {
  let kilobytes = 0;
  for (const pid of pids) {
    const pss = readPss(pid);
    if (pss === 'unknown') return undefined;
    kilobytes += pss;
  }
  return kilobytes * 1_024;
}

function readPss(pid: number): number | 'unknown' {
  try {
    const pss = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return pss === undefined ? 'unknown' : Number(pss);
  } catch (error) {
    // It has ended since it was listed.
    const isGone = ['ENOENT', 'ESRCH'].includes(errorCodeOf(error) ?? '');
    return isGone ? 0 : 'unknown';
  }
}
