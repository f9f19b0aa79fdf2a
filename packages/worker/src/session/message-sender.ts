import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress, SendFailed, SendInterrupted, SendTimeout } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { AddressBook } from './address-book.ts';
import { askPage } from './ask-page.ts';
import { failureKind, isWorkerError, messageOf } from './failure-kind.ts';
import { inTime } from './in-time.ts';
import { SentKeys } from './sent-keys.ts';

type SendParams = Params<WorkerSide, 'message.send_content'>;
type FindParams = Params<WorkerSide, 'message.find_sent'>;
type SendResult = Result<WorkerSide, 'message.send_content'>;

/** Each a little shorter than the contract's own, so that the caller hears what happened rather than nothing. */
const sendTimeoutMs = 25_000;
const mediaSendTimeoutMs = 150_000;
const rememberedKeys = 1_000;

/** Sends messages, each idempotency key once. */
export class MessageSender {
  readonly #client: () => WhatsAppClient;
  readonly #sent = new SentKeys<SendResult>(rememberedKeys, (error) => !(error instanceof SendInterrupted));
  readonly #addresses = new AddressBook();

  /** `client` throws where the session is not connected. */
  constructor(client: () => WhatsAppClient) {
    this.#client = client;
  }

  async send(params: SendParams): Promise<SendResult> {
    const result = this.#sent.run(params.idempotencyKey, () => this.#sendOnce(params));
    const timeoutMs = 'file' in params.content ? mediaSendTimeoutMs : sendTimeoutMs;
    return inTime(result, timeoutMs, new SendTimeout(timeoutMs));
  }

  /** What became of a send; null where the page has no such message. Throws what the send itself threw, as long as that is remembered. */
  async find({ idempotencyKey, ownId, to }: FindParams): Promise<SendResult | null> {
    const known = this.#sent.find(idempotencyKey)?.catch((error: unknown) => {
      // Its page went away: the page that is there now knows better.
      if (error instanceof SendInterrupted) return undefined;
      throw error;
    });
    const result = known === undefined ? undefined : await inTime(known, sendTimeoutMs, new SendTimeout(sendTimeoutMs));
    if (result !== undefined) return result;
    return askPage('message.find_sent', async () => {
      const client = this.#client();
      const chatId = await this.#addresses.find(client, to);
      return (await client.messages.findOwn(chatId, ownId)) ?? null;
    });
  }

  async #sendOnce({ to, content, ownId }: SendParams): Promise<SendResult> {
    if (parseChatAddress(to) === undefined) throw new BadAddress();
    const client = this.#client();
    const chatId = await this.#addresses.find(client, to);
    const withIds = await this.#withIds(client, content);
    try {
      const message = await client.messages.send(chatId, withIds, ownId);
      return { messageId: message.message_id, timestamp: message.timestamp, ack: message.ack };
    } catch (error) {
      if (isWorkerError(error)) throw error;
      const detail = messageOf(error).slice(0, 300);
      if (failureKind(error) !== 'other') throw new SendInterrupted(detail);
      // It may have thrown after the message went out.
      const sent = ownId === undefined ? undefined : await client.messages.findOwn(chatId, ownId);
      if (sent !== undefined) return { ...sent };
      throw new SendFailed(detail);
    }
  }

  /** The same content with WhatsApp ids where it has phone numbers. */
  async #withIds(client: WhatsAppClient, content: MessageContent): Promise<MessageContent> {
    switch (content.kind) {
      case 'text':
        return content.mentions === undefined ? content : { ...content, mentions: await this.#idsOf(client, content.mentions) };
      case 'contacts':
        return { ...content, contacts: await this.#idsOf(client, content.contacts) };
      case 'location':
      case 'poll':
      case 'scheduled_event':
        return content;
      default:
        return content.mentions === undefined ? content : { ...content, mentions: await this.#idsOf(client, content.mentions) };
    }
  }

  async #idsOf(client: WhatsAppClient, addresses: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    // One after the other: WhatsApp limits how fast numbers may be looked up.
    for (const address of addresses) ids.push(await this.#addresses.find(client, address));
    return ids;
  }
}
