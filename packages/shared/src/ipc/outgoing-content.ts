import type { MessageContent } from './message-content.ts';

/** Where statuses go. */
export const statusChatId = 'status@broadcast';

/** A copy of a message that the session has. */
export interface ForwardContent {
  readonly kind: 'forward';
  readonly message_id: string;
}

/** A text that is shown for a day to those who have the account in their address book. */
export interface StatusContent {
  readonly kind: 'status';
  readonly text: string;
  /** #rrggbb; null leaves it to WhatsApp. */
  readonly background_color: string | null;
  readonly font: number;
}

/** Whatever goes out in the name of an account, once for its key. */
export type OutgoingContent = MessageContent | ForwardContent | StatusContent;
