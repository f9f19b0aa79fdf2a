import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';

/** What is known of a file that was fetched, in its sender's words but for its size. */
export interface DownloadedMedia {
  readonly mimeType: string | null;
  readonly fileName: string | null;
  readonly size: number;
}

/** A message of ours as the page has it now. */
export interface OwnMessage {
  readonly messageId: string;
  readonly timestamp: string;
  readonly ack: number;
}

/** Messages of the linked account. Addresses in contents are WhatsApp ids here, no phone numbers. */
export interface MessagesPort {
  /**
   * Throws ChatNotFound, ChatReadOnly, MessageNotFound (what is quoted) or KindNotForChat where nothing went out. The message
   * gets `ownId` as its part of the id, where one is given and the page lets it be chosen.
   */
  send(chatId: string, content: MessageContent, ownId: string | undefined): Promise<MessageData>;
  /**
   * Writes the media of a message to a new file of the session's media folder; throws MessageNotFound, NoMedia, MediaGone or
   * MediaTooLarge, and then there is no file.
   */
  download(messageId: string, file: string, maxBytes: number): Promise<DownloadedMedia>;
  /** The message of ours with that part of the id, in memory or in the page's own storage; undefined where it never came to be. */
  findOwn(chatId: string, ownId: string): Promise<OwnMessage | undefined>;
}
