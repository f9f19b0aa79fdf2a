import { integer, optionalText } from './setting-rows.ts';

/** The settings of backups. */
export const backupRows = {
  BACKUP_DIR: optionalText({
    group: 'Backups',
    description:
      'Where backups of the sessions’ logins lie. Another disk than that of AUTH_DIR survives it. Whoever reads a backup that is not encrypted can use the account.',
    allowed: 'a folder',
    defaultText: 'backups in DATA_DIR',
    example: '/mnt/backups/whatsapp',
  }),
  BACKUP_KEY: optionalText({
    group: 'Backups',
    description:
      'Encrypts new backups, and decrypts those that were made with it. Without it they are not encrypted. Keep it apart from the backups: without it they are lost.',
    allowed: 'a key of 16 to 512 visible ASCII characters, such as what openssl rand -base64 32 prints',
    defaultText: 'none: backups are not encrypted',
    example: 'what-openssl-rand-base64-32-prints',
    secret: true,
    pattern: '^[!-~]{16,512}$',
  }),
  BACKUP_KEEP: integer(0, 10_000, {
    group: 'Backups',
    description:
      'How many backups of one session stay; each new one removes the oldest beyond so many, but never the newest of a session that was connected. 0 keeps all.',
    default: 7,
  }),
  BACKUP_MAX_AGE_DAYS: integer(0, 3_650, {
    group: 'Backups',
    description:
      'After how many days a backup is removed, with the next one of its session; the newest stays, and the newest of a session that was connected. 0 sets no age.',
    default: 0,
  }),
  BACKUP_SCHEDULE: optionalText({
    group: 'Backups',
    description:
      'When all linked sessions are backed up by themselves, one after the other: a cron expression, by the time zone of the machine (TZ). A run that was missed is made up for once.',
    allowed: 'a cron expression of five fields (minute, hour, day of the month, month, day of the week) that comes true, or "off"',
    defaultText: 'off: nothing is backed up by itself',
    example: '0 3 * * *',
  }),
};
