import { BackupFailed, BackupKeyWrong, BackupUnusable } from '../supervisor-errors.ts';
import type { BackupOutcome } from './backup-job.ts';
import type { RefusalKind } from './backup-refusal.ts';

/** What an archive that could be read or written holds; throws the error for one that could not. */
export function contentOf(
  outcome: BackupOutcome,
  { id, sessionId, action }: { id: string; sessionId: string; action: 'backed up' | 'verified' | 'restored' },
) {
  if ('refused' in outcome) throw refusalError(outcome.refused, outcome.why, { id, sessionId, action });
  return outcome;
}

function refusalError(kind: RefusalKind, why: string, what: { id: string; sessionId: string; action: string }): Error {
  switch (kind) {
    case 'damaged':
      return new BackupUnusable(what.id, why);
    case 'key':
      return new BackupKeyWrong(what.id, why);
    case 'unsettled':
    case 'failed':
      return new BackupFailed(what.sessionId, what.action, why);
  }
}
