import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { bytesOf, timeOf } from '../sessions/words.ts';
import type { ServiceStore } from './service-store.ts';

/** The service as a whole. */
export function ServiceView({ service }: { readonly service: ServiceStore }) {
  const info = service.info.value;
  return (
    <>
      <h1>Service</h1>
      {service.fault.value !== '' && (
        <p class="fault" role="alert">
          {service.fault.value}
        </p>
      )}
      {info === undefined ? <p class="state">Loading …</p> : <Info info={info} />}
    </>
  );
}

function Info({ info }: { readonly info: ServiceInfo }) {
  return (
    <>
      <Facts title="Now" rows={nowOf(info)} />
      <Facts title="Storage" rows={storageOf(info)} />
      <Facts title="List of sessions" rows={directoryOf(info)} />
      <Drift info={info} />
      <Restoration report={info.last_restoration} />
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

function Drift({ info: { directory } }: { readonly info: ServiceInfo }) {
  const { not_listed: notListed, malformed } = directory;
  if (notListed.length === 0 && malformed.length === 0) return null;
  return (
    <section>
      <h2>Drift</h2>
      <ul>
        {notListed.map((id) => (
          <li key={id}>{id}: its files are here, and nobody lists it. It is left alone.</li>
        ))}
        {malformed.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
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
