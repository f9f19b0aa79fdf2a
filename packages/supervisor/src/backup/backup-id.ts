/** What names a backup: the time, without the signs that a file's name may not have everywhere, and the session. */
export const backupIdPattern = '^\\d{8}T\\d{9}Z-[A-Za-z0-9_-]{1,64}$';

const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([A-Za-z0-9_-]{1,64})$/;

export interface BackupIdentity {
  readonly sessionId: string;
  readonly createdMs: number;
}

/** The id of a session's backup of this time; the ids of later ones are greater. */
export function backupIdOf({ sessionId, createdMs }: BackupIdentity): string {
  return `${new Date(createdMs).toISOString().replaceAll(/[-:.]/g, '')}-${sessionId}`;
}

/** What an id says; undefined for what is none. */
export function parseBackupId(id: string): BackupIdentity | undefined {
  const match = parts.exec(id);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, millisecond, sessionId = ''] = match;
  const createdMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(createdMs) ? undefined : { sessionId, createdMs };
}
