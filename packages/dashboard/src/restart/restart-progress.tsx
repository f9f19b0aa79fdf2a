import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { RestartState, RestartStore } from './restart-store.ts';

const marks: Readonly<Record<SessionView['status'], readonly [string, string]>> = {
  connected: ['✓', 'good'],
  connecting: ['…', ''],
  qr_required: ['✗', 'bad'],
  disconnected: ['✗', 'bad'],
};

/** How far a restart is; it stays on the page while the service is away. */
export function RestartProgress({ restart, sessions }: { readonly restart: RestartStore; readonly sessions: SessionStore }) {
  const state = restart.state.value;
  if (state.step === 'none') return null;
  return (
    <section class="restart" aria-label="Restart" aria-live="polite">
      <Step state={state} sessions={sessions} />
      {(state.step === 'done' || state.step === 'failed') && (
        <button type="button" class="quiet small" onClick={() => restart.dismiss()}>
          Close the report
        </button>
      )}
    </section>
  );
}

function Step({ state, sessions }: { readonly state: RestartState; readonly sessions: SessionStore }) {
  switch (state.step) {
    case 'none':
      return null;
    case 'going_down':
      return <p>The service restarts …</p>;
    case 'failed':
      return <p class="fault">{state.message}</p>;
    case 'restoring': {
      const { restored, failed, total } = state.progress;
      return (
        <>
          <label for="restart-progress">
            {restored + failed} of {total} sessions are back
          </label>
          <progress id="restart-progress" max={Math.max(total, 1)} value={restored + failed} />
          <ul class="outcomes">
            {[...sessions.all.value.values()]
              .filter(({ desired }) => desired === 'running')
              .map(({ session_id: id, status, reason }) => (
                <li key={id} class={marks[status][1]}>
                  {marks[status][0]} {id}
                  {status === 'disconnected' && reason !== null ? `: ${reason.message}` : ''}
                </li>
              ))}
          </ul>
        </>
      );
    }
    case 'done':
      return <Report report={state.report} />;
  }
}

function Report({ report }: { readonly report: RestorationReport | null }) {
  if (report === null) return <p>The service is back.</p>;
  return (
    <>
      <p>
        <strong>
          The service is back: {report.restored} restored, {report.failed} failed.
        </strong>
      </p>
      <ul class="outcomes">
        {report.sessions.map(({ session_id: id, outcome, adopted, message, duration_ms: durationMs }) => (
          <li key={id} class={outcome === 'restored' ? 'good' : 'bad'}>
            {outcome === 'restored' ? '✓' : '✗'} {id}
            {adopted ? ', was connected all the time' : durationMs === null ? '' : `, after ${(durationMs / 1_000).toFixed(1)} s`}
            {message === null ? '' : `: ${message}`}
          </li>
        ))}
      </ul>
    </>
  );
}
