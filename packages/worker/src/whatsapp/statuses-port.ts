import type { Static } from 'typebox';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { BroadcastData } from '@whatsapp-service/shared/ipc/methods/status-methods.ts';
import type { OwnMessage } from './messages-port.ts';

export type Broadcast = Static<typeof BroadcastData>;

export interface StatusText {
  readonly text: string;
  readonly backgroundColor: string | null;
  readonly font: number;
}

/** What people show for a day. Calls have no deadline of their own. */
export interface StatusesPort {
  /** Its message gets `ownId` as its part of the id, where one is given and the page lets it be chosen. */
  send(status: StatusText, ownId: string | undefined): Promise<OwnMessage>;
  /** Throws MessageNotFound. */
  revoke(messageId: string): Promise<void>;
  list(): Promise<Broadcast[]>;
  get(contactId: string): Promise<{ broadcast: Broadcast; messages: MessageData[] } | null>;
}
