import type { ScheduledEvent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';

export type EventAnswer = 'going' | 'not_going' | 'maybe' | 'none';

/** Messages that announce an event. Calls have no deadline of their own. */
export interface ScheduledEventsPort {
  /** Throws MessageNotFound or NotForMessage. */
  respond(messageId: string, answer: EventAnswer): Promise<void>;
  /** Throws MessageNotFound, MessageNotOwn or NotForMessage; answers with the message as it is afterwards. */
  edit(messageId: string, event: ScheduledEvent, canceled: boolean): Promise<MessageData>;
}
