import type { ChatEntry } from '@whatsapp-service/shared/ipc/facts.ts';

/** A chat as the page lists it; times in milliseconds since the epoch, in whole seconds. */
export interface ListedChat {
  readonly chatId: string;
  /** When something happened in it last. */
  readonly timeMs: number;
  /** The newest message that the page has of it; empty where it has none. */
  readonly newestId: string;
}

export interface FoundMessage {
  readonly messageId: string;
  readonly timeMs: number;
}

/** The end of a chat. */
export interface ChatTail {
  /** Oldest first. */
  readonly messages: readonly FoundMessage[];
  /** The newest message before those, where the page has one. */
  readonly before: FoundMessage | null;
  /** Whether these are all since the time asked for. */
  readonly isComplete: boolean;
}

/** What the linked account's chats hold, whether the page told of it or not. */
export interface HistoryPort {
  chats(): Promise<ListedChat[]>;
  /** The messages of a chat since a time, and what happened in a group; it stops loading once there are more than `enough`. Null where there is no such chat. */
  tail(chatId: string, sinceMs: number, enough: number): Promise<ChatTail | null>;
  /** The messages with these ids, in that order; one that is gone is left out. */
  read(messageIds: readonly string[]): Promise<ChatEntry[]>;
}
