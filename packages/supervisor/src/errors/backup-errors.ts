import type { ErrorRows } from './error-row.ts';

/** Backups of the sessions' logins. */
export const backupErrors = {
  SUP_BACKUP_NOT_FOUND: {
    statusCode: 404,
    title: 'Backup not found',
    message: 'No backup has the id "%s"; nothing was changed.',
    remedy: 'Take an id of `GET /api/v1/backups`, or put the file into `BACKUP_DIR` under the name that it had.',
  },
  SUP_BACKUP_UNUSABLE: {
    statusCode: 422,
    title: 'Backup unusable',
    message: 'Backup "%s" cannot be used: %s. Nothing was changed.',
    remedy: 'Use an earlier backup of the session, or copy the file anew from where it came from.',
  },
  SUP_BACKUP_KEY_WRONG: {
    statusCode: 422,
    title: 'Backup key wrong',
    message: 'Backup "%s" cannot be decrypted: %s. Nothing was changed.',
    remedy: 'Set `BACKUP_KEY` to the key that the backup was made with, and restart the service.',
  },
  SUP_BACKUP_FAILED: {
    statusCode: 503,
    title: 'Backup failed',
    message: 'Session "%s" could not be %s: %s. Nothing was changed.',
    remedy: 'Make room on the disks of `BACKUP_DIR` and `AUTH_DIR` if `detail` says so, and send it again.',
    retryAfterSeconds: 30,
  },
  SUP_BACKUP_RUNNING: {
    statusCode: 409,
    title: 'Backup under way',
    message: 'A backup of all sessions is under way already; nothing was begun.',
    remedy: 'Wait for its events `backup.created`, or back up a single session.',
  },
  SUP_BACKUP_FOLDER_TAKEN: {
    statusCode: 409,
    title: 'Backup folder taken',
    message: 'The folder %s has the backups of another service: it is %s. Nothing was changed.',
    remedy:
      'Give each service a `BACKUP_DIR` of its own. If this service takes the place of that one, which has ended for good, remove `owner.json` from the folder. Listing, verifying and restoring work all the same.',
  },
  SUP_NOTHING_TO_BACK_UP: {
    statusCode: 409,
    title: 'Nothing to back up',
    message: 'Session "%s" has no login that could be backed up; nothing was made.',
    remedy: 'Link the session first: start it and scan its QR code.',
  },
  SUP_SESSION_NOT_STOPPED: {
    statusCode: 409,
    title: 'Session not stopped',
    message: 'Session "%s" is %s; a backup is put in place only of a session that is stopped. Nothing was changed.',
    remedy: 'Stop it with `POST /api/v1/sessions/{session_id}/stop`, and wait until its `state` is `stopped`.',
  },
} as const satisfies ErrorRows;
