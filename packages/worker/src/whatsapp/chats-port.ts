import type { ChatData, ChatKind } from '@whatsapp-service/shared/ipc/chat-data.ts';
import type { ChatState } from '@whatsapp-service/shared/ipc/methods/chat-methods.ts';

/** Which chats are listed, from where on. */
export interface ChatQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly unread?: boolean | undefined;
  readonly kind?: ChatKind | undefined;
}

/** What is to be set for a chat; what is left out stays. */
export interface ChatChange {
  readonly archived?: boolean | undefined;
  readonly pinned?: boolean | undefined;
  /** Milliseconds since the epoch, -1 for ever, 0 not at all. */
  readonly mutedUntilMs?: number | undefined;
  readonly unread?: boolean | undefined;
}

/** Chats of the linked account, by WhatsApp ids. What names a chat throws ChatNotFound where there is none. */
export interface ChatsPort {
  /** By last activity, the latest first. */
  list(query: ChatQuery): Promise<{ chats: ChatData[]; nextCursor: string | null }>;
  get(chatId: string): Promise<ChatData>;
  /** Throws TooManyPinned, and NotApplied where nothing shows of a change; answers with the chat as it is afterwards. */
  change(chatId: string, change: ChatChange): Promise<ChatData>;
  /** Asks the phone for older messages; false where it has sent all that it gives. */
  syncHistory(chatId: string): Promise<boolean>;
  /** Takes all messages away from this account; throws NotApplied. */
  clear(chatId: string): Promise<void>;
  /** Takes the chat away from this account; throws NotApplied. */
  remove(chatId: string): Promise<void>;
  /** Shows the other side that somebody types; a person needs no chat for it. Throws ChatNotFound, ChatReadOnly for a group. */
  showState(chatId: string, state: ChatState): Promise<void>;
}
