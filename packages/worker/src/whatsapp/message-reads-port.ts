import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { DeliveryInfo, MessageReactions, OrderDetails, PollVotes } from '@whatsapp-service/shared/ipc/message-reports.ts';

/** Which messages of a chat: the last ones, or those before a message or a moment. */
export interface ChatMessagesQuery {
  readonly limit: number;
  readonly beforeMessage?: string | undefined;
  readonly beforeMs?: number | undefined;
}

/** Messages, the newest first. `nextBefore` is the message before which the next page is, null at the beginning. */
export interface MessagePage {
  readonly messages: MessageData[];
  readonly nextBefore: string | null;
}

/** What is searched for; pages are counted from 1. */
export interface SearchQuery {
  readonly text: string;
  readonly chatId?: string | undefined;
  readonly limit: number;
  readonly page: number;
}

/** Messages that were sent and received. What names a message throws MessageNotFound, what names a chat ChatNotFound. */
export interface MessageReadsPort {
  ofChat(chatId: string, query: ChatMessagesQuery): Promise<MessagePage>;
  pinnedIn(chatId: string): Promise<MessageData[]>;
  message(messageId: string): Promise<MessageData>;
  search(query: SearchQuery): Promise<MessageData[]>;
  /** Throws MessageNotOwn. */
  info(messageId: string): Promise<DeliveryInfo>;
  /** What the message answers to, or null. */
  quoted(messageId: string): Promise<MessageData | null>;
  reactions(messageId: string): Promise<MessageReactions>;
  /** What an order is about, or null where WhatsApp tells nothing of it. Throws NotForMessage for what is no order. */
  order(messageId: string): Promise<OrderDetails | null>;
  /** Throws NotForMessage for what is no poll. */
  votes(messageId: string): Promise<PollVotes>;
}
