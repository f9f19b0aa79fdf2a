import type { OutgoingContent } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import type { SessionStatus } from '@whatsapp-service/shared/session/session-status.ts';

/** Which sessions are wanted, a page at a time. */
export interface SessionQuery {
  readonly status?: SessionStatus;
  readonly userId?: string;
  /** With what their ids begin. */
  readonly sessionPrefix?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A message, a copy of one or a status, for a session's worker. */
export interface OutgoingMessage {
  readonly to: string;
  readonly content: OutgoingContent;
  /** What makes a repeat the same call. */
  readonly idempotencyKey: string;
  /** The part of the message's id that is chosen here. */
  readonly ownId: string;
}
