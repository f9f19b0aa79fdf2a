export type EventAnswer = 'going' | 'not_going' | 'maybe' | 'none';

/** Messages that announce an event. Calls have no deadline of their own. */
export interface ScheduledEventsPort {
  /** Throws MessageNotFound or NotForMessage. */
  respond(messageId: string, answer: EventAnswer): Promise<void>;
}
