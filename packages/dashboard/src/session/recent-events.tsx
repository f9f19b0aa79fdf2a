import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import { sentenceOf } from '../api/problem.ts';
import type { Parts } from '../parts.ts';
import { timeOf } from '../sessions/words.ts';

const shown = 30;
/** So far back among all sessions' events the last ones of this session are looked for. */
const lookBack = 5_000;

/** The session's last events; what messages say is not shown. */
export function RecentEvents({ parts, sessionId }: { readonly parts: Parts; readonly sessionId: string }) {
  const events = useSignal<readonly LoggedEvent[] | undefined>(undefined);
  const fault = useSignal('');
  useEffect(() => {
    const ask = async (): Promise<void> => {
      try {
        const { last_seq: lastSeq } = await parts.api.events({ after: 0, sessionId, limit: 1 });
        const found = await parts.api.events({ after: Math.max(0, lastSeq - lookBack), sessionId, limit: 1_000 });
        events.value = found.events.slice(-shown).toReversed();
      } catch (error) {
        fault.value = sentenceOf(error);
      }
    };
    void ask();
    return parts.live.listen(({ session_id: id }) => {
      if (id === sessionId) void ask();
    });
  }, [parts, sessionId, events, fault]);
  return (
    <section>
      <h2>Recent events</h2>
      {fault.value !== '' && <p class="fault">{fault.value}</p>}
      {events.value === undefined || events.value.length === 0 ? (
        <p class="state">{events.value === undefined ? 'Loading …' : 'None.'}</p>
      ) : (
        <ol class="events">
          {events.value.map((event) => (
            <li key={event.seq}>
              <time dateTime={event.time}>{timeOf(event.time)}</time> <code>{event.type}</code> {wordsOf(event)}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function wordsOf({ type, data }: LoggedEvent): string {
  if (type !== 'session.state_changed') return '';
  return `${String(data['from'])} → ${String(data['to'])} (${String(data['cause'])})`;
}
