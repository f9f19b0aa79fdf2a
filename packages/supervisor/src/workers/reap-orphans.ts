import { sep } from 'node:path';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { endGroups } from './end-groups.ts';
import { listProcesses, membersOf, signalGroup } from './process-group.ts';
import type { ProcessStat } from './process-group.ts';
import { commandLineOf } from './profile-users.ts';
import type { WorkerLedger } from './worker-ledger.ts';

/** How long a worker of an earlier supervisor has to close its browser in order. */
const closeGraceMs = 10_000;

/**
 * Ends what an earlier supervisor left behind: first the workers that its ledger names, in order, so that their browsers
 * write their profiles; then each browser that uses a profile of ours. What belongs to `spared` sessions is left alone: those
 * workers were taken over. Returns how many processes that were.
 */
export async function reapOrphans(ledger: WorkerLedger, authDir: string, spared: ReadonlySet<string>): Promise<number> {
  const entries = ledger.readAll().filter((entry) => !spared.has(entry.sessionId));
  const leaders = entries.map((entry) => ledger.leadersOf(entry));
  const workers = leaders.flatMap(({ worker }) => worker ?? []);
  const browsers = leaders.flatMap(({ browser }) => browser ?? []);
  const processes = listProcesses();
  const found = [...workers, ...browsers].flatMap((leader) => membersOf(leader, processes));
  for (const worker of workers) signalGroup(worker, 'SIGTERM');
  await endGroups(workers, closeGraceMs);
  await endGroups(browsers, 1_000);
  const strays = browsersOn(authDir, spared);
  await endGroups(strays.filter((stray) => stray.pid === stray.groupId).map(identityOf), 0);
  // A browser in somebody else's group: only the processes on our profiles are ended, not that group.
  for (const stray of browsersOn(authDir, spared)) signalProcess(stray);
  for (const entry of entries) ledger.remove(entry.sessionId);
  return new Set([...found, ...strays].map((process) => process.pid)).size;
}

function browsersOn(authDir: string, spared: ReadonlySet<string>): ProcessStat[] {
  const prefix = `--user-data-dir=${authDir}${sep}session-`;
  return listProcesses().filter((process) => {
    const profile = commandLineOf(process.pid).find((argument) => argument.startsWith(prefix));
    return profile !== undefined && !spared.has(profile.slice(prefix.length));
  });
}

function identityOf(process: ProcessStat): ProcessIdentity {
  return { pid: process.pid, startTime: String(process.startTicks) };
}

function signalProcess(stray: ProcessStat): void {
  try {
    process.kill(stray.pid, 'SIGKILL');
  } catch {
    // It ended with the group's leader.
  }
}
