import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { listProcesses, membersOf, signalGroup } from './process-group.ts';

const pollMs = 20;

/**
 * Waits until no member of the groups is alive, and kills what is left after `graceMs`.
 * Returns how many had to be killed; throws where some survive SIGKILL for `killMs` (a process stuck in the kernel).
 */
export async function endGroups(leaders: readonly ProcessIdentity[], graceMs: number, killMs = 5_000): Promise<number> {
  if (await emptyWithin(leaders, graceMs)) return 0;
  let killed = 0;
  for (const leader of leaders) killed += signalGroup(leader, 'SIGKILL');
  if (await emptyWithin(leaders, killMs)) return killed;
  const pids = leaders.flatMap((leader) => membersOf(leader).map((member) => member.pid));
  throw new Error(
    `Processes ${pids.join(', ')} are still there ${killMs} ms after SIGKILL; look at their state with ps and restart the machine if they stay.`,
  );
}

async function emptyWithin(leaders: readonly ProcessIdentity[], timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const processes = listProcesses();
    if (leaders.every((leader) => membersOf(leader, processes).length === 0)) return true;
    if (performance.now() >= deadline) return false;
    await sleep(pollMs);
  }
}
