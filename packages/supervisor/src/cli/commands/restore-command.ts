import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Command } from 'commander';
import { backupIdArgument } from '../arguments.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';

/** As long as the service gives it. */
const restoreSeconds = 300;

/** `restore`: puts a backup in the place of its session's profile. */
export function addRestoreCommand(program: Command, context: CliContext): void {
  program
    .command('restore')
    .description('put a backup in the place of its session’s profile, which is moved aside; the session has to be stopped, and stays so')
    .argument('<backup-id>', 'its id', backupIdArgument)
    .option('--start', 'start the session afterwards')
    .option('-y, --yes', 'do not ask')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { start?: true; yes?: true }>();
      const client = context.client(options, restoreSeconds);
      const { session_id: sessionId, created_at: created } = await client.get<BackupView>(`/api/v1/backups/${id}`);
      await context.confirm(
        options,
        `The login of session ${sessionId} becomes that of ${created}; its present profile is moved aside. Go on?`,
      );
      const restored = await client.post<SessionView>(`/api/v1/backups/${id}/restore`);
      const session = options.start ? await client.post<SessionView>(`/api/v1/sessions/${sessionId}/start`) : restored;
      const next = options.start ? '' : ` "sessions start ${sessionId}" uses it.`;
      context.show(options, session, () => `Restored: ${sessionId} is ${session.state}.${next}`);
    });
}
