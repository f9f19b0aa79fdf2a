import type { StartView, TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Api } from '../api/api.ts';
import { timeOf } from '../sessions/words.ts';
import { useAsked } from './use-asked.ts';

/** What the last starts went through, newest first: where does it hang? */
export function Timeline({ api, session }: { readonly api: Api; readonly session: SessionView }) {
  const { answer, fault } = useAsked<TimelineView>(async () => api.timeline(session.session_id), [session.session_id, session.state]);
  const starts = answer.value?.starts.toReversed() ?? [];
  return (
    <section>
      <h2>Timeline</h2>
      {fault.value !== '' && <p class="fault">{fault.value}</p>}
      {answer.value !== undefined && starts.length === 0 && <p class="state">It was not started since the service began.</p>}
      {starts.map((start, index) => (
        <Start key={start.started_at} start={start} isOpen={index === 0} />
      ))}
    </section>
  );
}

function Start({ start, isOpen }: { readonly start: StartView; readonly isOpen: boolean }) {
  return (
    <details open={isOpen}>
      <summary>
        {timeOf(start.started_at)} – {start.cause}
        {start.ended_at === null ? '' : `, ended ${timeOf(start.ended_at)} ${endOf(start)}`}
      </summary>
      <div class="table" role="region" aria-label={`Phases of the start at ${timeOf(start.started_at)}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Phase</th>
              <th scope="col">Took</th>
              <th scope="col">Deadline</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {start.phases.map((phase) => (
              <tr key={`${phase.phase}${phase.started_at}`}>
                <th scope="row">{phase.phase}</th>
                <td class="number">{((Date.parse(phase.ended_at) - Date.parse(phase.started_at)) / 1_000).toFixed(2)} s</td>
                <td class="number">{phase.deadline_ms === null ? '–' : `${phase.deadline_ms / 1_000} s`}</td>
                <td>
                  {phase.outcome === 'done' ? '✓' : '✗'} {phase.detail}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function endOf({ exit_code: code, exit_signal: signal }: StartView): string {
  if (signal !== null) return `by ${signal}`;
  return code === null ? '' : `with code ${code}`;
}
