import wweb from 'whatsapp-web.js';
import type { Client, Message, ScheduledEvent as LibraryEvent } from 'whatsapp-web.js';
import type { ScheduledEvent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { MessageNotFound, MessageNotOwn, NotForMessage } from '../../worker-errors.ts';
import { messageDataOf } from '../message-data-of.ts';
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
    await this.#event('scheduled_event.respond', messageId);
    await this.#client.sendResponseToScheduledEvent(codes[answer], messageId);
  }

  async edit(messageId: string, event: ScheduledEvent, canceled: boolean): Promise<MessageData> {
    const message = await this.#event('scheduled_event.edit', messageId);
    if (!message.fromMe) throw new MessageNotOwn('scheduled_event.edit', messageId);
    if (messageDataOf(message).scheduled_event?.canceled === true) {
      throw new NotForMessage('scheduled_event.edit', messageId, 'canceled event');
    }
    // Of the library's types this parameter is the DOM's Event, by mistake.
    const edited: unknown = await Reflect.apply(message.editScheduledEvent, message, [libraryEvent(event, canceled)]);
    return messageDataOf(isMessage(edited) ? edited : message);
  }

  async #event(what: string, messageId: string): Promise<Message> {
    const message = (await this.#client.getMessageById(messageId)) as Message | null | undefined;
    if (message === null || message === undefined) throw new MessageNotFound(messageId);
    const type = textOf(property(message, 'type'), 64) ?? 'unknown';
    if (type !== 'event_creation') throw new NotForMessage(what, messageId, type);
    return message;
  }
}

/** An event as the library sends it. */
export function libraryEvent(event: ScheduledEvent, canceled: boolean): LibraryEvent {
  const { name, start_time, duration_minutes, description, location, call = 'none' } = event;
  const startTime = new Date(start_time);
  return new wweb.ScheduledEvent(name, startTime, {
    // Without a kind the library would have a link made to a call of no kind.
    callType: call,
    isEventCanceled: canceled,
    messageSecret: undefined,
    ...(duration_minutes === undefined ? {} : { endTime: new Date(startTime.getTime() + duration_minutes * 60_000) }),
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
  });
}

function isMessage(value: unknown): value is Message {
  return idText(value) !== undefined;
}

function idText(value: unknown): unknown {
  return property(property(value, 'id'), '_serialized');
}
