import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { hasAuthFiles, sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import { profileFault } from '../browser/leveldb-check.ts';

export interface RestoreFault {
  readonly code: 'auth_missing' | 'auth_corrupt';
  readonly message: string;
}

/** Why a session cannot be restored from its files; undefined where nothing speaks against it. Nothing is changed. */
export function restoreFault(authDir: string, sessionId: string): RestoreFault | undefined {
  if (!hasAuthFiles(authDir, sessionId)) {
    return { code: 'auth_missing', message: 'Auth file not found' };
  }
  const fault = faultIn(sessionFolder(authDir, sessionId));
  if (fault === undefined) return undefined;
  return {
    code: 'auth_corrupt',
    message: `The profile is damaged: ${fault}. It is kept in the quarantine folder; restore a backup, or link the account again.`,
  };
}

function faultIn(folder: string): string | undefined {
  try {
    return profileFault(folder);
  } catch (error) {
    return `its files cannot be read (${errorCodeOf(error) ?? 'unknown error'})`;
  }
}
