import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { Api } from '../api/api.ts';
import { bytesOf, timeOf } from '../sessions/words.ts';
import { Drift } from './drift.tsx';
import { Restorations } from './restorations.tsx';
import type { ServiceStore } from './service-store.ts';

/** The service as a whole. */
export function ServiceView({ api, service }: { readonly api: Api; readonly service: ServiceStore }) {
  const info = service.info.value;
  return (
    <>
      <h1>Service</h1>
      {service.fault.value !== '' && (
        <p class="fault" role="alert">
          {service.fault.value}
        </p>
      )}
      {info === undefined ? <p class="state">Loading …</p> : <Info api={api} info={info} />}
    </>
  );
}

function Info({ api, info }: { readonly api: Api; readonly info: ServiceInfo }) {
  return (
    <>
      <Facts title="Now" rows={nowOf(info)} />
      <Facts title="Storage" rows={storageOf(info)} />
      <Facts title="Queue and events" rows={queueOf(info)} />
      <Facts title="Backups" rows={backupsOf(info)} />
      <Facts title="List of sessions" rows={directoryOf(info)} />
      <Drift api={api} directory={info.directory} />
      <Restoration report={info.last_restoration} />
      <Restorations api={api} last={info.last_restoration} />
    </>
  );
}

type Rows = readonly (readonly [string, string])[];

function Facts({ title, rows }: { readonly title: string; readonly rows: Rows }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function nowOf({ status, started_at, uptime_seconds, versions, sessions, resources, sandbox }: ServiceInfo): Rows {
  return [
    ['Status', status],
    ['Started', timeOf(started_at)],
    ['Up for', durationOf(uptime_seconds)],
    ['Version', versions.service],
    ['Node.js', versions.node],
    ['whatsapp-web.js', versions.whatsapp_web_js],
    ['Browser', versions.browser],
    ['Chromium’s sandbox', sandbox ? 'on' : 'off'],
    ['Sessions', `${sessions.connected} of ${sessions.total} connected`],
    ['Memory of the service', bytesOf(resources.rss_bytes)],
    ['Processor time of the service', `${resources.cpu_seconds.toFixed(0)} s`],
    ['Load of the machine', resources.load_1m.toFixed(2)],
    ['Free memory of the machine', bytesOf(resources.free_memory_bytes)],
  ];
}

function queueOf({ sends, event_log: log }: ServiceInfo): Rows {
  const most = sends.most_waiting.map(({ session_id: id, waiting }) => `${id}: ${waiting.toLocaleString()}`);
  return [
    ['Messages that wait', sends.waiting.toLocaleString()],
    ...(most.length === 0 ? [] : [['The most of', most.join(', ')] as const]),
    ['Messages under way', sends.in_progress.toLocaleString()],
    ['Events kept', log.events.toLocaleString()],
    ['Oldest event', timeOf(log.oldest_at)],
    ['The database takes', bytesOf(log.database_bytes)],
  ];
}

function backupsOf({ backups: { schedule, next_run_at: next, running, last_run: last } }: ServiceInfo): Rows {
  if (schedule === null) return [['Schedule', 'none: BACKUP_SCHEDULE is not set']];
  const outcome = last === null ? 'none yet' : (last.fault ?? `${last.made} made, ${last.failed} failed`);
  return [
    ['Schedule', schedule],
    ['Next', running ? 'being made now' : next === null ? '–' : timeOf(next)],
    ['Last', last === null || running ? outcome : `${timeOf(last.began_at)}: ${last.completed_at === null ? 'cut short' : outcome}`],
  ];
}

function storageOf({ storage }: ServiceInfo): Rows {
  const folders = storage.folders.map(({ setting, fault, free_bytes: free }) => [setting, fault ?? `${bytesOf(free)} free`] as const);
  return [['Status', storage.status], ['Waiting to be written', String(storage.waiting_writes)], ...folders];
}

function directoryOf({ directory }: ServiceInfo): Rows {
  const reachable = directory.reachable === null ? '–' : directory.reachable ? 'yes' : 'no';
  return [
    ['Kept by', directory.source === 'django' ? 'Django' : 'the service itself'],
    ['Reachable', reachable],
    ['Last fetched', timeOf(directory.last_fetched_at)],
    ['Last error', directory.last_error ?? '–'],
  ];
}

function Restoration({ report }: { readonly report: RestorationReport | null }) {
  return (
    <section>
      <h2>Last restoration</h2>
      {report === null ? (
        <p class="state">There was none yet.</p>
      ) : (
        <>
          <p>
            {timeOf(report.began_at)}: {report.restored} restored, {report.failed} failed
          </p>
          <ul class="outcomes">
            {report.sessions.map(({ session_id: id, outcome, message, duration_ms: durationMs }) => (
              <li key={id} class={outcome === 'restored' ? 'good' : 'bad'}>
                {outcome === 'restored' ? '✓' : '✗'} {id} {durationMs === null ? '' : `${(durationMs / 1_000).toFixed(1)} s`} {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function durationOf(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  return hours === 0 ? `${Math.floor(seconds / 60)} min` : `${hours} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
