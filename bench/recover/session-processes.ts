import { readdirSync, readFileSync } from 'node:fs';

/** The processes of a connected session that can be killed. */
export interface SessionProcesses {
  readonly browserPid: number;
  readonly workerPid: number;
}

/** Finds a session's browser by its profile folder, and its worker as the browser's parent; undefined while there is none. */
export function sessionProcesses(profileDir: string): SessionProcesses | undefined {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const args = read(pid, 'cmdline').split('\0');
    const isBrowser = args.includes(`--user-data-dir=${profileDir}`) && !args.some((argument) => argument.startsWith('--type='));
    const workerPid = Number(/^PPid:\s+(\d+)$/m.exec(read(pid, 'status'))?.[1]);
    if (isBrowser && workerPid > 1) return { browserPid: Number(pid), workerPid };
  }
  return undefined;
}

/** Empty for a process that has ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
