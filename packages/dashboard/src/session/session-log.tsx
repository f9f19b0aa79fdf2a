import type { Api } from '../api/api.ts';
import { LogLines } from '../logs/log-lines.tsx';
import { linesAfter, pageSize } from '../logs/lines-after.ts';
import { useAsked } from './use-asked.ts';

const shown = 200;

/** What the service's log says of one session. */
export function SessionLog({ api, sessionId }: { readonly api: Api; readonly sessionId: string }) {
  const { answer, fault, again } = useAsked(
    async () => linesAfter(0, async (after) => api.logs({ after, sessionId, limit: pageSize })),
    [sessionId],
  );
  const lines = answer.value?.slice(-shown) ?? [];
  return (
    <section>
      <div class="title-row">
        <h2>Log</h2>
        <button type="button" class="quiet small" onClick={again}>
          Refresh the log
        </button>
      </div>
      {fault.value !== '' && <p class="fault">{fault.value}</p>}
      {lines.length === 0 ? (
        <p class="state">{answer.value === undefined ? 'Loading …' : 'No line.'}</p>
      ) : (
        <LogLines lines={lines} label={`Log of ${sessionId}`} />
      )}
    </section>
  );
}
