import type { OutgoingContent } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import type { SentMessage } from './send-transitions.ts';

/** A message on its way to a session's worker. */
export interface Shipment {
  readonly to: string;
  readonly content: OutgoingContent;
  /** What makes it the same call for the worker. */
  readonly idempotencyKey: string;
  readonly ownId: string;
}

/** The way to the sessions' workers. */
export interface SendTransport {
  /** Throws SessionNotFound. */
  assertKnown(sessionId: string): void;
  /** Throws why nothing can be sent now. */
  assertSendable(sessionId: string): void;
  /** Throws SessionNotConnected where nothing that waits would go out by itself. */
  assertMayWait(sessionId: string): void;
  isConnected(sessionId: string): boolean;
  /** Rejects with the worker's own error, or with that of the way to it. */
  deliver(sessionId: string, shipment: Shipment): Promise<SentMessage>;
  /** What became of a shipment; null where WhatsApp Web has no such message. */
  find(sessionId: string, shipment: Omit<Shipment, 'content'>): Promise<SentMessage | null>;
  /** The same error with the status code and the words for callers. */
  explain(sessionId: string, error: unknown): { readonly code: string; readonly statusCode: number; readonly message: string };
}
