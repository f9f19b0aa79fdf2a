import type { Static } from 'typebox';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { BroadcastData } from '@whatsapp-service/shared/ipc/methods/status-methods.ts';

export type Broadcast = Static<typeof BroadcastData>;

export interface StatusText {
  readonly text: string;
  readonly backgroundColor: string | null;
  readonly font: number;
}

/** What people show for a day. Calls have no deadline of their own. */
export interface StatusesPort {
  send(status: StatusText): Promise<{ messageId: string; timestamp: string }>;
  /** Throws MessageNotFound. */
  revoke(messageId: string): Promise<void>;
  list(): Promise<Broadcast[]>;
  get(contactId: string): Promise<{ broadcast: Broadcast; messages: MessageData[] } | null>;
}
