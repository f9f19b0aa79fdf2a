import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';

/** Messages of the linked account. Addresses in contents are WhatsApp ids here, no phone numbers. */
export interface MessagesPort {
  /** Throws ChatNotFound, ChatReadOnly, MessageNotFound (what is quoted) or KindNotForChat where nothing went out. */
  send(chatId: string, content: MessageContent): Promise<MessageData>;
}
