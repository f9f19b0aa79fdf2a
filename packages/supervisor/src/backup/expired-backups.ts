import { parseBackupId } from './backup-id.ts';

/** How many backups of a session stay, and for how long; 0 in either is no limit. */
export interface BackupRetention {
  readonly count: number;
  readonly ageMs: number;
}

/** Of one session's backups, the newest first, those that need not stay: never the newest, nor the newest whose login is known to have worked. */
export function expiredBackups(
  newestFirst: readonly string[],
  { ageMs, count }: BackupRetention,
  newestProven: string | undefined,
  nowMs: number,
): string[] {
  return newestFirst.filter((id, index) => {
    const isTooMany = count > 0 && index >= count;
    const isTooOld = ageMs > 0 && (parseBackupId(id)?.createdMs ?? nowMs) < nowMs - ageMs;
    return index > 0 && id !== newestProven && (isTooMany || isTooOld);
  });
}
