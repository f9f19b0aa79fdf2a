import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { SessionStatus } from '@whatsapp-service/shared/session/session-status.ts';

/** Which sessions are wanted, a page at a time. */
export interface SessionQuery {
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A message to be sent; the idempotency key makes a repeat the same message. */
export interface OutgoingMessage {
  readonly to: string;
  readonly content: MessageContent;
  readonly idempotencyKey: string;
}

/** A message that WhatsApp's page has taken: `pending` until WhatsApp's server has it. */
export interface SentMessage {
  readonly message_id: string;
  readonly status: 'pending' | 'sent';
  readonly timestamp: string;
}
