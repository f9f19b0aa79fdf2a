import { InvalidArgumentError } from 'commander';
import { parseBackupId } from '../backup/backup-id.ts';
import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';

/** A session id of the command line. */
export function sessionIdArgument(text: string): string {
  if (!isSessionId(text)) throw new InvalidArgumentError('It must be letters, digits, "_" and "-", at most 64 of them.');
  return text;
}

/** The id of a backup of the command line. */
export function backupIdArgument(text: string): string {
  if (parseBackupId(text) === undefined) throw new InvalidArgumentError('It must be the id of a backup, such as "backup list" shows.');
  return text;
}

/** A parser for whole numbers of the command line. */
export function integerArgument(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    return value;
  };
}
