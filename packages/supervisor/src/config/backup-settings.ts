import { CronTimes } from '../backup/cron-times.ts';
import type { BackupRetention } from '../backup/expired-backups.ts';
import { faultIn } from './raw-settings.ts';
import type { RawSettings } from './settings-schema.ts';

export interface BackupSettings {
  readonly folder: string;
  /** Undefined: new backups are not encrypted. */
  readonly secret: string | undefined;
  readonly retention: BackupRetention;
  /** Undefined: nothing is backed up by itself. */
  readonly times: CronTimes | undefined;
}

/** The settings of backups; `folderOf` resolves a path. Throws SettingInvalid. */
export function backupsOf(raw: RawSettings, folderOf: (path: string) => string): BackupSettings {
  return {
    folder: folderOf(raw.BACKUP_DIR ?? `${raw.DATA_DIR}/backups`),
    secret: raw.BACKUP_KEY,
    retention: { count: raw.BACKUP_KEEP, ageMs: raw.BACKUP_MAX_AGE_DAYS * 86_400_000 },
    times: timesOf(raw),
  };
}

function timesOf({ BACKUP_SCHEDULE: text }: RawSettings): CronTimes | undefined {
  if (text === undefined || text === 'off') return undefined;
  try {
    return new CronTimes(text);
  } catch (error) {
    throw faultIn('BACKUP_SCHEDULE', `it is "${text}" (${error instanceof Error ? error.message : String(error)})`);
  }
}
