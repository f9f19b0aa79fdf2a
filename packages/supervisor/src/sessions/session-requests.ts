import type { SessionStatus } from '@whatsapp-service/shared/session/session-status.ts';

/** Which sessions are wanted, a page at a time. */
export interface SessionQuery {
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A text to be sent; the idempotency key makes a repeat the same message. */
export interface OutgoingText {
  readonly to: string;
  readonly text: string;
  readonly idempotencyKey: string;
}

/** A message that WhatsApp's page has taken: `pending` until WhatsApp's server has it. */
export interface SentMessage {
  readonly message_id: string;
  readonly status: 'pending' | 'sent';
  readonly timestamp: string;
}
