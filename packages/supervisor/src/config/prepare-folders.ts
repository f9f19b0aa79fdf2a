import { accessSync, constants, mkdirSync } from 'node:fs';
import { faultIn } from './raw-settings.ts';
import type { Settings } from './settings.ts';

/** Makes the folders of the settings where they are missing, for this user alone; throws SettingInvalid for one that cannot be used. */
export function prepareFolders({ authDir, cacheDir, dataDir }: Pick<Settings, 'authDir' | 'cacheDir' | 'dataDir'>): void {
  for (const [name, path] of [['DATA_DIR', dataDir] as const, ['AUTH_DIR', authDir] as const, ['CACHE_DIR', cacheDir] as const]) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw faultIn(name, `${path} ${faultOf(error)}`);
    }
  }
}

function faultOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'EEXIST') return 'is a file';
  return code === 'ENOTDIR' ? 'lies below a file' : `cannot be used (${code})`;
}
