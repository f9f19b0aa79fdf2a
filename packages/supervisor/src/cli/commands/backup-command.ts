import type { BackupView, VerifiedBackup } from '@whatsapp-service/shared/api/backup-view.ts';
import type { Command } from 'commander';
import { backupIdArgument, sessionIdArgument } from '../arguments.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { bytes, table } from '../format.ts';
import { printable } from '../printable.ts';

const path = '/api/v1/backups';
/** As long as the service gives one: a fresh link is waited for, and others may be before it. */
const backupSeconds = 300;

/** `backup`: the backups of the sessions' logins. */
export function addBackupCommand(program: Command, context: CliContext): void {
  const backup = program.command('backup').description('backups of the sessions’ logins: list them, make them, verify one');
  addList(backup, context);
  addCreate(backup, context);
  backup
    .command('verify')
    .description('read a backup to its end and check all of it')
    .argument('<backup-id>', 'its id', backupIdArgument)
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const verified = await context.client(options, backupSeconds).post<VerifiedBackup>(`${path}/${id}/verify`);
      context.show(options, verified, () => `${id} is well: ${verified.files} files, ${bytes(verified.content_bytes)} unpacked.`);
    });
}

function addList(backup: Command, context: CliContext): void {
  backup
    .command('list', { isDefault: true })
    .description('all backups, the newest first; what "backup" alone does')
    .option('--session <session-id>', 'only those of this session', sessionIdArgument)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { session?: string }>();
      const query = { limit: 1_000, session_id: options.session };
      const backups = await context.client(options).all<BackupView>(path, 'backups', query);
      context.show(options, { backups }, () => (backups.length === 0 ? 'There are no such backups.' : backupTable(backups)));
    });
}

function addCreate(backup: Command, context: CliContext): void {
  backup
    .command('create')
    .description('back up the login of a session, or of all; they go on meanwhile')
    .argument('[session-id]', 'its id', sessionIdArgument)
    .option('--all', 'all linked sessions, one after the other: it is begun, and events tell of each')
    .action(async (sessionId: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { all?: true }>();
      if ((sessionId === undefined) === (options.all === undefined)) {
        throw new CliFailure(exitCodes.usage, 'Name one session, or say --all.');
      }
      const client = context.client(options, backupSeconds);
      if (sessionId === undefined) {
        const begun = await client.post<{ sessions: number }>(path, {});
        context.show(
          options,
          begun,
          () => `Begun: ${begun.sessions} session(s) are backed up one after the other. "backup list" shows them.`,
        );
        return;
      }
      const made = await client.post<BackupView>(path, { session_id: sessionId });
      if (made.encrypted === false)
        context.terminal.note('It is not encrypted, since BACKUP_KEY is not set: whoever has it can use the account.');
      context.show(options, made, () => `Made: ${made.id}, ${bytes(made.bytes)}.`);
    });
}

function backupTable(backups: readonly BackupView[]): string {
  const rows = backups.map((each) => [
    each.id,
    each.session_id,
    each.created_at,
    bytes(each.bytes),
    word(each.connected),
    word(each.encrypted),
    printable(each.fault ?? ''),
  ]);
  return table(['BACKUP', 'SESSION', 'CREATED', 'SIZE', 'CONNECTED', 'ENCRYPTED', 'FAULT'], rows);
}

function word(value: boolean | null): string {
  if (value === null) return '?';
  return value ? 'yes' : 'no';
}
