import type { Client } from 'whatsapp-web.js';
import type { NaiveOrder } from './naive-job.ts';

/** Sends by the library alone: one text after the other by each session, the sessions side by side. Resolves to what each call took, in milliseconds. */
export async function sendEach(clients: ReadonlyMap<string, Client>, order: Extract<NaiveOrder, { order: 'send' }>): Promise<number[]> {
  const { sessionIds, to, count } = order;
  const all = sessionIds.map(async (sessionId): Promise<number[]> => {
    const client = clients.get(sessionId);
    if (client === undefined) throw new Error(`There is no client ${sessionId}.`);
    const took: number[] = [];
    for (let number = 1; number <= count; number += 1) {
      const beganMs = performance.now();
      await client.sendMessage(`${to}@c.us`, `${sessionId} ${number}`);
      took.push(performance.now() - beganMs);
    }
    return took;
  });
  return (await Promise.all(all)).flat();
}

/** The bare listener: what comes is posted at once, in no order, unsigned, and once. */
export function forward(client: Client, url: string): void {
  client.on('message', ({ id, from, body, timestamp }) => {
    const event = { type: 'message.received', data: { message_id: id._serialized, from, text: body, timestamp } };
    void fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) }).then(
      async (response) => response.text(),
      () => undefined,
    );
  });
}
