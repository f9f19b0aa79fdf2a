import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { SendView } from '@whatsapp-service/supervisor/outbox/send-view.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { until } from '../../support/until.ts';
import type { Order } from './sender.ts';

const withinMs = 60_000;
const linesOfLog = 40;

/** What has no end although everything is quiet, each with what is known of it; waits for it. */
export async function openAtLast(service: ServiceProcess, orders: readonly Order[]): Promise<string[]> {
  const open: string[] = [];
  for (const { key, sessionId } of orders) {
    const find = async (): Promise<SendView | undefined> => {
      const { body } = await service.api<{ sends: SendView[] }>('GET', `/api/v1/sessions/${sessionId}/sends?idempotency_key=${key}`);
      return body.sends[0];
    };
    const isSent = await until(`${key} is sent`, async () => (await find())?.status === 'sent', withinMs).catch(() => false);
    if (!isSent) open.push(await explained(service, { key, sessionId, send: await find() }));
  }
  return open;
}

interface OpenSend {
  readonly key: string;
  readonly sessionId: string;
  readonly send: SendView | undefined;
}

/** Where the send and its session stand, the acks that came for it, and what the service last said of either. */
async function explained(service: ServiceProcess, { key, sessionId, send }: OpenSend): Promise<string> {
  const { body: session } = await service.api<SessionView>('GET', `/api/v1/sessions/${sessionId}`);
  const acks = await acksOf(service, sessionId, send?.message_id ?? null);
  const said = service.output.split('\n').filter((line) => {
    const isAnswer = line.includes('A request was answered.');
    return line.includes(send?.send_id ?? key) || (line.includes(`"${sessionId}"`) && !isAnswer);
  });
  return [
    `${key} is ${send?.status ?? 'unknown'}, not sent: ${JSON.stringify(send)}`,
    `session ${sessionId}: ${JSON.stringify({ state: session.state, status: session.status, reason: session.reason })}`,
    `its acks: ${JSON.stringify(acks)}`,
    ...said.slice(-linesOfLog),
  ].join('\n');
}

/** The acks of a message in the log, of all of its pages. */
async function acksOf(service: ServiceProcess, sessionId: string, messageId: string | null, after = 0): Promise<LoggedEvent[]> {
  const query = `session_id=${sessionId}&types=message.ack&after=${after}&limit=1000`;
  const { events } = (await service.api<{ events: LoggedEvent[] }>('GET', `/api/v1/events?${query}`)).body;
  const last = events.at(-1);
  const later = last === undefined ? [] : await acksOf(service, sessionId, messageId, last.seq);
  return [...events.filter(({ data }) => data['message_id'] === messageId), ...later];
}
