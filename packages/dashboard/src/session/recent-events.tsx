import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { Api } from '../api/api.ts';
import { inTurns } from '../api/in-turns.ts';
import { sentenceOf } from '../api/problem.ts';
import type { Parts } from '../parts.ts';
import { timeOf } from '../sessions/words.ts';

const shown = 30;
/** So far back among all sessions' events the last ones of this session are looked for. */
const lookBack = 5_000;
/** What one answer holds at the most. */
const step = 1_000;

/** The session's last events; what messages say is not shown. */
export function RecentEvents({ parts, sessionId }: { readonly parts: Parts; readonly sessionId: string }) {
  const { events, fault } = useLastEvents(parts, sessionId);
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

/** Asked for anew with each event of the session that the page is told of (messages are not), and whenever the stream is back. */
function useLastEvents(parts: Parts, sessionId: string) {
  const events = useSignal<readonly LoggedEvent[] | undefined>(undefined);
  const fault = useSignal('');
  useEffect(() => {
    const ask = inTurns(async () => {
      try {
        events.value = await lastOf(parts.api, sessionId);
        fault.value = '';
      } catch (error) {
        fault.value = sentenceOf(error);
      }
    });
    void ask();
    const ends = [
      parts.live.onTurn(() => void ask()),
      parts.live.listen(({ session_id: id }) => {
        if (id === sessionId) void ask();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [parts, sessionId, events, fault]);
  return { events, fault };
}

/** The newest first. An answer begins at the oldest that is asked for and may end before the newest: hence step by step, from the end. */
async function lastOf(api: Api, sessionId: string): Promise<LoggedEvent[]> {
  const { last_seq: lastSeq } = await api.events({ after: 0, sessionId, limit: 1 });
  const found = new Map<number, LoggedEvent>();
  for (let after = lastSeq; found.size < shown && after > Math.max(0, lastSeq - lookBack);) {
    after = Math.max(0, after - step);
    for (const event of (await api.events({ after, sessionId, limit: step })).events) found.set(event.seq, event);
  }
  return [...found.values()].toSorted((one, other) => other.seq - one.seq).slice(0, shown);
}

function wordsOf({ type, data }: LoggedEvent): string {
  if (type !== 'session.state_changed') return '';
  return `${String(data['from'])} → ${String(data['to'])} (${String(data['cause'])})`;
}
