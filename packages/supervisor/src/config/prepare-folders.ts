import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { faultIn } from './raw-settings.ts';
import type { Settings } from './settings.ts';

type Folders = Pick<Settings, 'authDir' | 'cacheDir' | 'dataDir'> & { readonly backups: Pick<Settings['backups'], 'folder'> };

/** Makes the folders of the settings where they are missing, for this user alone; throws SettingInvalid for one that cannot be used. */
export function prepareFolders({ authDir, backups, cacheDir, dataDir }: Folders): void {
  const paths = [['DATA_DIR', dataDir] as const, ['AUTH_DIR', authDir] as const, ['CACHE_DIR', cacheDir] as const];
  for (const [name, path] of [...paths, ['BACKUP_DIR', backups.folder] as const]) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw faultIn(name, `${path} ${faultOf(error)}`);
    }
  }
  closeToOthers(authDir);
}

/** A folder of logins that was there before, such as that of a fresh clone, may be open to everybody; one of somebody else's is theirs to close (doctor tells). */
function closeToOthers(authDir: string): void {
  try {
    chmodSync(authDir, 0o700);
  } catch {
    // Not ours, or a disk that takes nothing: the profiles in it are closed by themselves.
  }
}

function faultOf(error: unknown): string {
  const code = errorCodeOf(error) ?? 'unknown error';
  if (code === 'EEXIST') return 'is a file';
  return code === 'ENOTDIR' ? 'lies below a file' : `cannot be used (${code})`;
}
