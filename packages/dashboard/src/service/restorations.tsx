import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { Api } from '../api/api.ts';
import { useAsked } from '../session/use-asked.ts';
import { timeOf } from '../sessions/words.ts';
import { TableHead } from '../tables/table-head.tsx';

interface RestorationsProps {
  readonly api: Api;
  /** The newest restoration that the service tells of: another one is a cause to ask again. */
  readonly last: RestorationReport | null;
}

/** What came back after each start of the service. */
export function Restorations({ api, last }: RestorationsProps) {
  const { answer, fault } = useAsked(async () => api.restorations(), [last?.began_at, last?.completed_at]);
  const reports = answer.value?.restorations ?? [];
  return (
    <section>
      <h2>Restorations</h2>
      {fault.value !== '' && <p class="fault">{fault.value}</p>}
      {answer.value !== undefined && reports.length === 0 && <p class="state">There was none yet.</p>}
      {reports.length > 0 && (
        <div class="table" role="region" aria-label="Restorations" tabIndex={0}>
          <table>
            <TableHead names={['Began', 'Away before', 'Took', 'Restored', 'Failed', 'List from']} />
            <tbody>
              {reports.map((report) => (
                <Row key={report.began_at} report={report} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const sources: Readonly<Record<RestorationReport['directory_source'], string>> = {
  django: 'Django',
  last_known: 'the last one of Django',
  embedded: 'the service itself',
};

function Row({ report }: { readonly report: RestorationReport }) {
  const { service_stopped_at: stopped, began_at: began, completed_at: completed, restored, failed, sessions } = report;
  return (
    <tr>
      <td>{timeOf(began)}</td>
      <td class="number">{stopped === null ? '–' : secondsBetween(stopped, began)}</td>
      <td class="number">{completed === null ? 'not finished' : secondsBetween(began, completed)}</td>
      <td class="number">{restored}</td>
      <td class={failed === 0 ? 'number' : 'bad'}>{failed === 0 ? 0 : <Failures failed={failed} sessions={sessions} />}</td>
      <td>{sources[report.directory_source]}</td>
    </tr>
  );
}

function Failures({ failed, sessions }: Pick<RestorationReport, 'failed' | 'sessions'>) {
  return (
    <details>
      <summary>{failed}</summary>
      <ul class="outcomes">
        {sessions.map(({ session_id: id, message }) => (
          <li key={id}>
            ✗ {id}: {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

function secondsBetween(from: string, to: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
