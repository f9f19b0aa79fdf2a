import { Command } from 'commander';
import { integerArgument } from './arguments.ts';
import type { CliContext } from './cli-context.ts';
import { addBackupCommand } from './commands/backup-command.ts';
import { addDoctorCommand } from './commands/doctor-command.ts';
import { addImportCommand } from './commands/import-command.ts';
import { addKeysCommand } from './commands/keys-command.ts';
import { addLogsCommand } from './commands/logs-command.ts';
import { addQrCommand } from './commands/qr-command.ts';
import { addRestartCommand } from './commands/restart-command.ts';
import { addRestoreCommand } from './commands/restore-command.ts';
import { addSessionsCommand } from './commands/sessions-command.ts';
import { addStatusCommand } from './commands/status-command.ts';
import { exitCodeMeanings, exitCodes } from './exit-codes.ts';

/** The command with all that is below it. */
export function makeProgram(context: CliContext): Command {
  const program = new Command('whatsapp-service')
    .description('Looks at a running service and operates it, over its HTTP API.')
    .option('--url <url>', 'the address of the service (default: WHATSAPP_SERVICE_URL, else HOST and PORT)')
    .option(
      '--key-file <file>',
      'a file with the API key (default: WHATSAPP_SERVICE_KEY_FILE, WHATSAPP_SERVICE_KEY, and on this machine API_KEYS or DATA_DIR/api-key)',
    )
    .option('--ca-file <file>', 'a file with the certificate that vouches for an https address (default: WHATSAPP_SERVICE_CA_FILE)')
    .option('--json', 'JSON for programs instead of tables for people')
    .option('--timeout <seconds>', 'how long one answer may take', integerArgument(1, 600), 15)
    .helpCommand('help [command]', 'say more about a command')
    .showHelpAfterError('"--help" says what there is.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.write(text),
      writeErr: (text) => context.terminal.note(text.trimEnd()),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .addHelpText('after', `\nExit codes:\n${exitCodeLines()}`);
  addStatusCommand(program, context);
  addSessionsCommand(program, context);
  addQrCommand(program, context);
  addLogsCommand(program, context);
  addRestartCommand(program, context);
  addBackupCommand(program, context);
  addRestoreCommand(program, context);
  addImportCommand(program, context);
  addKeysCommand(program, context);
  addDoctorCommand(program, context);
  return program;
}

/** Fixed: what the help says is part of the documentation. */
const helpWidth = 110;

function exitCodeLines(): string {
  return Object.entries(exitCodes)
    .map(([name, code]) => `  ${code}  ${exitCodeMeanings[name as keyof typeof exitCodes]}`)
    .join('\n');
}
