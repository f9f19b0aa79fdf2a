import type { Logger } from 'pino';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import type { MessageAck, WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { failureKind, messageOf } from './failure-kind.ts';
import { SeenIds } from './seen-ids.ts';

export interface MessageFeedOptions {
  readonly log: Logger;
  readonly state: (fact: Fact) => void;
}

const unreadLimits = { chats: 20, perChat: 50 };
const unreadTimeoutMs = 60_000;
const seenCapacity = 10_000;

/** States messages as facts, each once. */
export class MessageFeed {
  readonly #options: MessageFeedOptions;
  readonly #seen = new SeenIds(seenCapacity);

  constructor(options: MessageFeedOptions) {
    this.#options = options;
  }

  message(message: MessageData): void {
    if (!this.#seen.add(message.message_id)) return;
    this.#options.state({ type: message.from_me ? 'message.sent' : 'message.received', message });
  }

  ack({ messageId, chatId, ack }: MessageAck): void {
    this.#options.state({ type: 'message.ack', message_id: messageId, chat_id: chatId, ack });
  }

  /**
   * States unread messages that the page had before the library listened: they raise no event. Those before `sinceMs`,
   * in milliseconds since the epoch, are left out. What fails is logged.
   */
  async catchUp(client: WhatsAppClient, sinceMs: number): Promise<void> {
    try {
      const unread = await withDeadline(client.unreadMessages(unreadLimits), unreadTimeoutMs, 'Reading unread chats');
      for (const message of unread) {
        if (Date.parse(message.timestamp) >= sinceMs) this.message(message);
      }
    } catch (error) {
      // A browser that has ended is reported by who watches it.
      if (failureKind(error) === 'gone') return;
      this.#options.log.warn({ error: messageOf(error).slice(0, 300) }, 'unread chats could not be read');
    }
  }
}
