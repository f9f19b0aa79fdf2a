import { readFileSync } from 'node:fs';
import { sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import { listProcesses, membersOf } from './process-group.ts';
import type { WorkerLedger } from './worker-ledger.ts';

/** The pids that belong to a session: the groups that the ledger names for it, and every process that was given its profile. */
export function profileUsers(ledger: WorkerLedger, authDir: string, sessionId: string): number[] {
  const processes = listProcesses();
  const entry = ledger.readAll().find((each) => each.sessionId === sessionId);
  const leaders = entry === undefined ? [] : Object.values(ledger.leadersOf(entry));
  const ofLedger = leaders.flatMap((leader) => membersOf(leader, processes));
  const argument = `--user-data-dir=${sessionFolder(authDir, sessionId)}`;
  const onProfile = processes.filter((process) => commandLineOf(process.pid).includes(argument));
  return [...new Set([...ofLedger, ...onProfile].map((process) => process.pid))];
}

/** The arguments of a process; none once it has ended. */
export function commandLineOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
