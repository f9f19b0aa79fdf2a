import { logLineLevels } from '@whatsapp-service/shared/api/log-line.ts';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import { Option } from 'commander';
import type { Command } from 'commander';
import { integerArgument, sessionIdArgument } from '../arguments.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { LogFollower } from '../log-follower.ts';
import { printable, printableJson } from '../printable.ts';
import type { Terminal } from '../terminal.ts';

interface LogsOptions extends GlobalOptions {
  readonly follow?: true;
  readonly lines: number;
  readonly level?: string;
  readonly session?: string;
}

/** `logs`: the service's own log, its last lines or as it grows. */
export function addLogsCommand(program: Command, context: CliContext): void {
  program
    .command('logs')
    .description("the service's own log; with --json one line of JSON for each of its lines")
    .option('-f, --follow', 'go on with new lines, over restarts of the service, until Ctrl-C')
    .option('-n, --lines <count>', 'how many of the last lines', integerArgument(0, 10_000), 100)
    .addOption(new Option('--level <level>', 'only lines at least as important').choices(logLineLevels))
    .option('--session <session-id>', 'only lines about this session', sessionIdArgument)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LogsOptions>();
      const { terminal } = context;
      const show = (line: LogLine): void => terminal.say(options.json ? printableJson(line) : lineText(line, terminal));
      const log = new LogFollower(context.client(options), { level: options.level, session_id: options.session });
      for (const line of await log.last(options.lines)) show(line);
      if (options.follow) await log.follow(show, (text) => terminal.note(text));
    });
}

function lineText({ time, level, session_id: session, message }: LogLine, terminal: Terminal): string {
  const text = printable(`${session === null || message.includes(session) ? '' : `${session}: `}${message}`);
  return `${terminal.paint('dim', printable(time))} ${printable(level).toUpperCase().padEnd(5)} ${painted(text, level, terminal)}`;
}

function painted(text: string, level: string, terminal: Terminal): string {
  if (text.startsWith('✓')) return terminal.paint('green', text);
  if (text.startsWith('✗') || level === 'error' || level === 'fatal') return terminal.paint('red', text);
  return level === 'warn' ? terminal.paint('yellow', text) : text;
}
