import type { Client, Message } from 'whatsapp-web.js';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { DeliveryInfo, MessageReactions, OrderDetails, PollVotes } from '@whatsapp-service/shared/ipc/message-reports.ts';
import { ChatNotFound, MessageNotFound, MessageNotOwn, NotForMessage } from '../../worker-errors.ts';
import type { ChatMessagesQuery, MessagePage, MessageReadsPort, SearchQuery } from '../message-reads-port.ts';
import { messageDataOf } from '../message-data-of.ts';
import { deliveryInfoOf, pollVotesOf, reactionsOf } from '../message-reports-of.ts';
import { orderDetailsOf } from '../order-details-of.ts';
import { foundMessage, pageThatFits } from '../page-that-fits.ts';
import { chatScript, historyScript } from './chat-scripts.ts';
import { evaluate } from './evaluate.ts';
import { historyPageOf } from './history-page.ts';
import { messageModelScript, standingScript } from './message-scripts.ts';
import { dataOfModel, messageOf } from './page-message.ts';

const pollType = 'poll_creation';
const orderType = 'order';

/** What was written, by way of the library and of its page. */
export class LibraryMessageReads implements MessageReadsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async ofChat(chatId: string, query: ChatMessagesQuery): Promise<MessagePage> {
    // Not the library's fetchMessages: that one always begins at the newest message.
    const answer = await evaluate(this.#client, historyScript(chatId, query));
    if (answer === null) throw new ChatNotFound(chatId);
    return historyPageOf(this.#client, answer, { method: 'chat.messages', ...query });
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

  async order(messageId: string): Promise<OrderDetails | null> {
    const message = messageOf(this.#client, await this.#model(messageId));
    if (message.type !== orderType) throw new NotForMessage('message.order', messageId, message.type);
    // The library's types promise an order where WhatsApp has none.
    const order: unknown = await message.getOrder();
    return typeof order === 'object' && order !== null ? orderDetailsOf(order) : null;
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
