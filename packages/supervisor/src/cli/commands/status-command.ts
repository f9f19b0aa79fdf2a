import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { Command } from 'commander';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { bytes, duration, facts } from '../format.ts';

/** `status`: the service as a whole. */
export function addStatusCommand(program: Command, context: CliContext): void {
  program
    .command('status')
    .description('the service as a whole: sessions, memory, disk, Django, the last restoration')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const info = await context.client(options).get<ServiceInfo>('/api/v1/service');
      context.show(options, info, () => facts(rowsOf(info)));
    });
}

function rowsOf(info: ServiceInfo): [string, string][] {
  const { sessions, versions, resources } = info;
  return [
    ['Service', `${info.status}, version ${versions.service}, up for ${duration(info.uptime_seconds)}`],
    ...info.reasons.map(({ code, message, since }): [string, string] => ['', `${message} (${code}, since ${since})`]),
    [
      'Sessions',
      `${sessions.total}: ${sessions.connected} connected, ${sessions.connecting} connecting, ${sessions.qr_required} waiting for a scan, ${sessions.disconnected} disconnected`,
    ],
    ['Versions', `Node.js ${versions.node}, whatsapp-web.js ${versions.whatsapp_web_js}, ${versions.browser}`],
    ['Memory', `${bytes(resources.rss_bytes)} by the service itself, ${bytes(resources.free_memory_bytes)} free on the machine`],
    ['Load', resources.load_1m.toFixed(2)],
    ['Sandbox', info.sandbox ? 'on' : 'off: run the service as a user other than root'],
    ['Disk', storageText(info.storage)],
    ['Directory', directoryText(info.directory)],
    ['Sends', sendsText(info.sends)],
    ['Event log', eventLogText(info.event_log)],
    ['Backups', backupsText(info.backups)],
    ['Restoration', restorationText(info.last_restoration)],
  ];
}

function storageText({ status, waiting_writes: waiting, folders }: ServiceInfo['storage']): string {
  const each = folders.map(
    ({ setting, fault, free_bytes: free }) => `${setting} ${fault ?? (free === null ? 'ok' : `${bytes(free)} free`)}`,
  );
  return `${status}${waiting > 0 ? `, ${waiting} writes wait` : ''}: ${each.join(', ')}`;
}

function directoryText({ source, reachable, last_error: error, not_listed: notListed, malformed }: ServiceInfo['directory']): string {
  if (source === 'embedded') return 'kept by the service itself';
  const reached = reachable === null ? 'not asked yet' : reachable ? 'reachable' : `not reachable: ${error ?? 'no reason is known'}`;
  const drift = [
    ...(notListed.length > 0 ? [`${notListed.length} on disk that it does not list`] : []),
    ...(malformed.length > 0 ? [`${malformed.length} entries that cannot be read`] : []),
  ];
  return ['Django', reached, ...drift].join(', ');
}

function sendsText({ waiting, in_progress: inProgress, most_waiting: most }: ServiceInfo['sends']): string {
  const named = most.map(({ session_id: id, waiting: count }) => `${id} ${count}`).join(', ');
  return `${waiting} wait, ${inProgress} under way${named === '' ? '' : `; the most of ${named}`}`;
}

function eventLogText({ events, oldest_at: oldest, database_bytes: databaseBytes }: ServiceInfo['event_log']): string {
  return `${events} events${oldest === null ? '' : ` since ${oldest}`}, ${bytes(databaseBytes)} with all else in the database`;
}

function backupsText({ schedule, next_run_at: next, running, last_run: last }: ServiceInfo['backups']): string {
  if (schedule === null) return 'not on a schedule';
  const now = running ? 'being made' : `next at ${next ?? 'no time'}`;
  if (last === null || (last.completed_at === null && !running)) return `${now}, none made to the end yet`;
  const outcome = last.fault ?? `${last.made} made, ${last.failed} failed`;
  return running ? now : `${now}; the last began at ${last.began_at}: ${outcome}`;
}

function restorationText(report: ServiceInfo['last_restoration']): string {
  if (report === null) return 'none yet';
  const end = report.completed_at === null ? 'under way' : `complete at ${report.completed_at}`;
  return `${report.restored} restored, ${report.failed} failed, ${end}`;
}
