import { useEffect, useMemo } from 'preact/hooks';
import type { Parts } from '../parts.ts';
import { BackupList } from './backup-list.ts';

/** The backups of one session, or of all with an empty id, for as long as a part of the page shows them. */
export function useBackupList(parts: Parts, sessionId: string): BackupList {
  const list = useMemo(() => new BackupList(parts, sessionId), [parts, sessionId]);
  useEffect(() => () => list.close(), [list]);
  return list;
}
