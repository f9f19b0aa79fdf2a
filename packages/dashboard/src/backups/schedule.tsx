import type { BackupScheduleView } from '@whatsapp-service/shared/api/backup-view.ts';
import { timeOf } from '../sessions/words.ts';

/** When backups are made by themselves, and what the last run over all sessions brought. */
export function Schedule({ backups }: { readonly backups: BackupScheduleView }) {
  const { schedule, next_run_at: next, running, last_run: last } = backups;
  const ahead = schedule === null ? 'BACKUP_SCHEDULE is off: nothing is backed up by itself.' : `Next run: ${timeOf(next)} (${schedule}).`;
  return (
    <p>
      {running ? 'All sessions are being backed up.' : ahead}{' '}
      {last !== null && (
        <span class={last.failed > 0 || last.fault !== null ? 'bad' : ''}>
          Last run: {timeOf(last.began_at)}, {last.made} made, {last.failed} failed. {last.fault}
        </span>
      )}
    </p>
  );
}
