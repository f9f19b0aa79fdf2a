import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { DeliveryInfo, MessageReactions, PollVotes } from '@whatsapp-service/shared/ipc/message-reports.ts';

/** Which messages of a chat: the last ones, or those before a message or a moment. */
export interface ChatMessagesQuery {
  readonly limit: number;
  readonly beforeMessage?: string | undefined;
  readonly beforeMs?: number | undefined;
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
  /** The newest first. `nextBefore` is where the page after goes on, null at the chat's beginning. */
  ofChat(chatId: string, query: ChatMessagesQuery): Promise<{ messages: MessageData[]; nextBefore: string | null }>;
  pinnedIn(chatId: string): Promise<MessageData[]>;
  message(messageId: string): Promise<MessageData>;
  search(query: SearchQuery): Promise<MessageData[]>;
  /** Throws MessageNotOwn. */
  info(messageId: string): Promise<DeliveryInfo>;
  /** What the message answers to, or null. */
  quoted(messageId: string): Promise<MessageData | null>;
  reactions(messageId: string): Promise<MessageReactions>;
  /** Throws NotForMessage for what is no poll. */
  votes(messageId: string): Promise<PollVotes>;
}
