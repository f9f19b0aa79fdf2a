import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { SessionStatus } from '@whatsapp-service/shared/session/session-status.ts';

/** Which sessions are wanted, a page at a time. */
export interface SessionQuery {
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A message for a session's worker. */
export interface OutgoingMessage {
  readonly to: string;
  readonly content: MessageContent;
  /** What makes a repeat the same call. */
  readonly idempotencyKey: string;
  /** The part of the message's id that is chosen here. */
  readonly ownId: string;
}
