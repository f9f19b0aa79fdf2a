import type { Client } from 'whatsapp-web.js';
import { MessageNotFound, NotForMessage } from '../../worker-errors.ts';
import { property, textOf } from '../raw-value.ts';
import type { EventAnswer, ScheduledEventsPort } from '../scheduled-events-port.ts';

const codes: Readonly<Record<EventAnswer, number>> = { none: 0, going: 1, not_going: 2, maybe: 3 };

/** Announced events by way of the library. */
export class LibraryScheduledEvents implements ScheduledEventsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async respond(messageId: string, answer: EventAnswer): Promise<void> {
    const message: unknown = await this.#client.getMessageById(messageId);
    if (message === null || message === undefined) throw new MessageNotFound(messageId);
    const type = textOf(property(message, 'type'), 64) ?? 'unknown';
    if (type !== 'event_creation') throw new NotForMessage('scheduled_event.respond', messageId, type);
    await this.#client.sendResponseToScheduledEvent(codes[answer], messageId);
  }
}
