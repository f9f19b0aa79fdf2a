import Type from 'typebox';
import { ScheduledEvent } from '../message-content.ts';
import { MessageData } from '../message-data.ts';
import type { Side } from '../side.ts';

/** Whether somebody comes; `none` takes an answer back. */
export const EventResponse = Type.Union([Type.Literal('going'), Type.Literal('not_going'), Type.Literal('maybe'), Type.Literal('none')]);

/** What a worker does with messages that announce an event. */
export const scheduledEventMethods = {
  /** Refused by WRK_MESSAGE_NOT_FOUND, and by WRK_NOT_FOR_MESSAGE where the message announces none. */
  'scheduled_event.respond': {
    params: Type.Object({ messageId: Type.String({ minLength: 1, maxLength: 256 }), response: EventResponse }),
    result: Type.Object({}),
    timeoutMs: 30_000,
  },
  /** All of it anew; what is canceled stays so. Refused like the answer, and by WRK_MESSAGE_NOT_OWN. */
  'scheduled_event.edit': {
    params: Type.Object({ messageId: Type.String({ minLength: 1, maxLength: 256 }), event: ScheduledEvent, canceled: Type.Boolean() }),
    result: MessageData,
    timeoutMs: 30_000,
  },
} as const satisfies Side['methods'];
