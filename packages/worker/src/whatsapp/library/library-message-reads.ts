import type { Client, Message } from 'whatsapp-web.js';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { DeliveryInfo, MessageReactions, PollVotes } from '@whatsapp-service/shared/ipc/message-reports.ts';
import { CallFailed, ChatNotFound, MessageNotFound, MessageNotOwn, NotForMessage } from '../../worker-errors.ts';
import type { MessageReadsPort, ChatMessagesQuery, SearchQuery } from '../message-reads-port.ts';
import { messageDataOf } from '../message-data-of.ts';
import { deliveryInfoOf, pollVotesOf, reactionsOf } from '../message-reports-of.ts';
import { foundMessage, pageThatFits } from '../page-that-fits.ts';
import { chatScript, historyScript } from './chat-scripts.ts';
import { evaluate } from './evaluate.ts';
import { messageModelScript, standingScript } from './message-scripts.ts';
import { dataOfModel, dataOfModels, messageOf } from './page-message.ts';

/** Each step is a question to WhatsApp's own storage, of some 50 messages. */
const mostSteps = 200;
const pollType = 'poll_creation';

/** What was written, by way of the library and of its page. */
export class LibraryMessageReads implements MessageReadsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async ofChat(chatId: string, query: ChatMessagesQuery): Promise<{ messages: MessageData[]; nextBefore: string | null }> {
    // Not the library's fetchMessages: that one always begins at the newest message.
    const answer = await evaluate(this.#client, historyScript(chatId, query, mostSteps));
    if (answer === null) throw new ChatNotFound(chatId);
    if (answer === 'no_message') throw new MessageNotFound(query.beforeMessage ?? '');
    const { models, cut } = answer as { models: unknown[]; cut: boolean };
    const all = dataOfModels(this.#client, models);
    const messages = pageThatFits(all.slice(0, query.limit));
    if (cut && messages.length === 0) {
      throw new CallFailed(
        'chat.messages',
        `the history before that is long and was not reached in ${mostSteps} steps; ask again, it goes on there`,
      );
    }
    const isMore = cut || messages.length < all.length;
    return { messages, nextBefore: isMore ? (messages.at(-1)?.message_id ?? null) : null };
  }

  async pinnedIn(chatId: string): Promise<MessageData[]> {
    const chat = (await evaluate(this.#client, chatScript(chatId))) as { id: string } | null;
    if (chat === null) throw new ChatNotFound(chatId);
    const pinned = await this.#client.getPinnedMessages(chat.id);
    return pageThatFits(pinned.slice(0, 100).map((message) => messageDataOf(message)));
  }

  async message(messageId: string): Promise<MessageData> {
    return dataOfModel(this.#client, await this.#model(messageId));
  }

  async search({ text, chatId, limit, page }: SearchQuery): Promise<MessageData[]> {
    const options = { limit, page, ...(chatId === undefined ? {} : { chatId: await this.#knownId(chatId) }) };
    const found = await this.#client.searchMessages(text, options);
    return found.slice(0, limit).map((message) => foundMessage(messageDataOf(message)));
  }

  async info(messageId: string): Promise<DeliveryInfo> {
    const message = messageOf(this.#client, await this.#model(messageId));
    // The library answers null for what others wrote.
    if (!message.fromMe) throw new MessageNotOwn('message.info', messageId);
    return deliveryInfoOf(await message.getInfo());
  }

  async quoted(messageId: string): Promise<MessageData | null> {
    const message = messageOf(this.#client, await this.#model(messageId));
    // The library's types promise a message to one that quotes nothing.
    const quoted = (await message.getQuotedMessage()) as Message | undefined;
    return quoted === undefined ? null : messageDataOf(quoted);
  }

  async reactions(messageId: string): Promise<MessageReactions> {
    return reactionsOf(await messageOf(this.#client, await this.#model(messageId)).getReactions());
  }

  async votes(messageId: string): Promise<PollVotes> {
    const standing = (await evaluate(this.#client, standingScript(messageId, []))) as { type: string } | null;
    if (standing === null) throw new MessageNotFound(messageId);
    if (standing.type !== pollType) throw new NotForMessage('message.votes', messageId, standing.type);
    return pollVotesOf(await this.#client.getPollVotes(messageId));
  }

  async #model(messageId: string): Promise<unknown> {
    const model = await evaluate(this.#client, messageModelScript(messageId));
    if (model === null) throw new MessageNotFound(messageId);
    return model;
  }

  async #knownId(chatId: string): Promise<string> {
    const chat = (await evaluate(this.#client, chatScript(chatId))) as { id: string } | null;
    if (chat === null) throw new ChatNotFound(chatId);
    return chat.id;
  }
}
