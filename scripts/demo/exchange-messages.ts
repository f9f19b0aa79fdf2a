import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import { waitFor } from '../service/wait-for.ts';
import type { Person } from './cast.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const deliveryTimeoutMs = 20_000;
const marks = ['·', '✓', '✓✓', '✓✓ read'];

interface EventPage {
  readonly events: readonly LoggedEvent[];
}

/** Sends a text through the service and shows how far it gets: with WhatsApp ✓, on the phone ✓✓, read there. */
export async function sendThroughService(
  stage: Stage,
  screen: Screen,
  [from, to, text]: readonly [Person, Person, string],
  signal: AbortSignal,
): Promise<void> {
  const line = `${from.name} → ${to.name}  “${text}” `;
  await screen.during(line, async (update) => {
    const sent = await stage.api.post<{ message_id: string }>(
      `/api/v1/sessions/${from.sessionId}/messages`,
      { to: to.number, text },
      signal,
    );
    const ackIs = async (ack: number): Promise<void> => {
      await eventOf(stage, from, 'message.ack', ({ data }) => data['message_id'] === sent.message_id && Number(data['ack']) >= ack, signal);
      update(line + marks.slice(1, ack + 1).join('  '));
    };
    await ackIs(1);
    await ackIs(2);
    stage.phoneOf(to).read(from.number);
    await ackIs(3);
  });
}

/** Waits until the service has told of a message that somebody wrote on a phone. */
export async function receivedByService(stage: Stage, to: Person, text: string, signal: AbortSignal): Promise<void> {
  await eventOf(stage, to, 'message.received', ({ data }) => data['text'] === text, signal);
}

async function eventOf(
  stage: Stage,
  { sessionId }: Person,
  type: string,
  isWanted: (event: LoggedEvent) => boolean,
  signal: AbortSignal,
): Promise<void> {
  await waitFor(async () => (await eventsOf(stage, `session_id=${sessionId}&types=${type}`, signal)).find(isWanted), {
    what: `Event ${type} of session ${sessionId}`,
    timeoutMs: deliveryTimeoutMs,
    signal,
  });
}

/** The events that match a query; the demo makes far fewer than a page holds. */
export async function eventsOf(stage: Stage, query: string, signal: AbortSignal): Promise<readonly LoggedEvent[]> {
  return (await stage.api.get<EventPage>(`/api/v1/events?limit=1000&${query}`, signal)).events;
}
