import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { backupIdOf } from '../../backup/backup-id.ts';
import { runBackupJob } from '../../backup/backup-job.ts';
import { BackupStore } from '../../backup/backup-store.ts';
import type { Settings } from '../../config/settings.ts';
import { CliFailure } from '../cli-failure.ts';
import { exitCodes } from '../exit-codes.ts';

/** A profile of another tool as a backup of this service. */
export interface ArchivedProfile {
  readonly backupId: string;
  readonly files: number;
  readonly bytes: number;
}

/** Makes a backup of a profile for a session, in this machine's BACKUP_DIR; the profile is only read. Throws CliFailure. */
export async function archiveProfile(
  { authDir, backups }: Pick<Settings, 'authDir' | 'backups'>,
  profile: string,
  sessionId: string,
): Promise<ArchivedProfile> {
  const identity = { sessionId, createdMs: Date.now() };
  const backupId = backupIdOf(identity);
  const outcome = await runBackupJob({
    kind: 'create',
    identity,
    profile,
    // Where the service keeps what is not encrypted, under a name that it clears away.
    staging: join(authDir, `.staging-${randomUUID()}`),
    path: new BackupStore(backups.folder).pathOf(backupId),
    connected: false,
    secret: backups.secret,
  });
  if ('refused' in outcome) throw new CliFailure(exitCodes.failed, `${profile} could not be copied: ${outcome.why}.`);
  return { backupId, files: outcome.files, bytes: outcome.contentBytes };
}
