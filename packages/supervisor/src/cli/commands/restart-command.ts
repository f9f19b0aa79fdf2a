import { endModes } from '@whatsapp-service/shared/api/restart-view.ts';
import type { EndMode, RestartBegun, RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import type { RestorationReport, RestoredSession } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { Option } from 'commander';
import type { Command } from 'commander';
import { integerArgument } from '../arguments.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import { untilBack } from '../return-watch.ts';
import type { Terminal } from '../terminal.ts';

interface RestartOptions extends GlobalOptions {
  readonly mode?: EndMode;
  readonly preview?: true;
  readonly yes?: true;
  /** Seconds; 0 does not wait. */
  readonly wait: number;
}

const previewPath = '/api/v1/service/restart-preview';

/** `restart`: asks what a restart would do, confirms it, and follows it until the sessions are back. */
export function addRestartCommand(program: Command, context: CliContext): void {
  program
    .command('restart')
    .description('restart the service: says what that would do, asks, and follows it until the sessions are back')
    .addOption(
      new Option(
        '--mode <mode>',
        'handover leaves the sessions connected, full ends them too (default: handover where it is possible)',
      ).choices(endModes),
    )
    .option('--preview', 'only say what it would do')
    .option('-y, --yes', 'do not ask')
    .option('--wait <seconds>', 'how long until all is back; 0 does not wait', integerArgument(0, 3_600), 300)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RestartOptions>();
      await (options.preview ? preview(context, options) : restart(context, options));
    });
}

async function preview(context: CliContext, options: RestartOptions): Promise<void> {
  const answer = await context.client(options).get<RestartPreview>(previewPath, { mode: options.mode });
  // The token is of no use: the command asks for its own.
  const { confirm_token: _token, confirm_token_expires_at: _expires, ...shown } = answer;
  context.show(options, shown, () => [`Mode: ${answer.mode}`, printable(answer.message), ...costsOf(answer)].join('\n'));
}

async function restart(context: CliContext, options: RestartOptions): Promise<void> {
  const client = context.client(options);
  const { started_at: endingSince } = await client.get<ServiceInfo>('/api/v1/service');
  const asked = await client.get<RestartPreview>(previewPath, { mode: options.mode });
  for (const line of costsOf(asked)) context.terminal.note(line);
  await context.confirm(options, printable(asked.message));
  const begun = await client.post<RestartBegun>('/api/v1/service/restart', { confirm_token: asked.confirm_token, mode: asked.mode });
  if (options.wait === 0) {
    context.show(options, begun, () => printable(begun.message));
    return;
  }
  context.terminal.note(printable(begun.message));
  const beganMs = performance.now();
  const onSession = (session: RestoredSession): void => context.terminal.note(sessionLine(session, context.terminal));
  const report = await untilBack({ client: context.client(options), endingSince, waitSeconds: options.wait, onSession });
  const seconds = Math.round((performance.now() - beganMs) / 100) / 10;
  context.show(options, { mode: begun.mode, seconds, restoration: report }, () => endText(report, seconds));
  if (report !== null && report.failed > 0) throw new CliFailure(exitCodes.failed, `${report.failed} session(s) did not come back.`);
}

function costsOf({ in_flight_sends: sends, undelivered_webhooks: webhooks }: RestartPreview): string[] {
  return [
    ...(sends > 0 ? [`${sends} send(s) are under way: they are finished first, or settled afterwards.`] : []),
    ...(webhooks > 0 ? [`${webhooks} webhook deliveries are waiting: the next process makes them.`] : []),
  ];
}

function sessionLine({ session_id: id, outcome, adopted, message }: RestoredSession, terminal: Terminal): string {
  if (outcome === 'failed') return `${terminal.paint('red', '✗')} ${printable(id)}: ${printable(message ?? 'no reason is known')}`;
  return `${terminal.paint('green', '✓')} ${printable(id)}${adopted ? ' (was connected all the time)' : ''}`;
}

function endText(report: RestorationReport | null, seconds: number): string {
  if (report === null) return `The service is back after ${seconds} s.`;
  return `The service is back after ${seconds} s: ${report.restored} restored, ${report.failed} failed.`;
}
