import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import { statusChatId } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import type { OutgoingContent } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import type { Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress, NotApplied, SendFailed, SendInterrupted, SendTimeout } from '../worker-errors.ts';
import type { OwnMessage } from '../whatsapp/messages-port.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { AddressBook } from './address-book.ts';
import { askPage } from './ask-page.ts';
import { failureKind, isWorkerError, messageOf } from './failure-kind.ts';
import { inTime } from './in-time.ts';
import { SentKeys } from './sent-keys.ts';

type FindParams = Params<WorkerSide, 'message.find_sent'>;
type SendResult = Result<WorkerSide, 'message.send_content'>;

/** What is to be sent, once for its key; `to` may be where statuses go. */
export interface Outgoing {
  readonly idempotencyKey: string;
  readonly ownId?: string;
  readonly to: string;
  readonly content: OutgoingContent;
}

/** Each a little shorter than the contract's own, so that the caller hears what happened rather than nothing. */
const sendTimeoutMs = 25_000;
const mediaSendTimeoutMs = 150_000;
const rememberedKeys = 1_000;

/** Sends messages, copies of messages and statuses, each idempotency key once. */
export class MessageSender {
  readonly #client: () => WhatsAppClient;
  readonly #sent = new SentKeys<SendResult>(rememberedKeys, (error) => !isOpen(error));
  readonly #addresses = new AddressBook();

  /** `client` throws where the session is not connected. */
  constructor(client: () => WhatsAppClient) {
    this.#client = client;
  }

  async send(params: Outgoing): Promise<SendResult> {
    const result = this.#sent.run(params.idempotencyKey, () => this.#sendOnce(params));
    const timeoutMs = 'file' in params.content ? mediaSendTimeoutMs : sendTimeoutMs;
    return inTime(result, timeoutMs, new SendTimeout(timeoutMs));
  }

  /** What became of a send; null where the page has no such message. Throws what a send that is under way comes to throw. */
  async find({ idempotencyKey, ownId, to }: FindParams): Promise<SendResult | null> {
    const known = await this.#remembered(idempotencyKey);
    if (known !== undefined && !mayHaveChanged(known, ownId)) return known;
    return askPage('message.find_sent', async () => {
      const client = this.#client();
      const chatId = known === undefined ? await this.#chatIdOf(client, to) : chatOf(known);
      return (await client.messages.findOwn(chatId, ownId)) ?? null;
    });
  }

  /** The result of a send, once it has one; undefined where none is remembered. */
  async #remembered(idempotencyKey: string): Promise<SendResult | undefined> {
    const known = this.#sent.find(idempotencyKey)?.catch((error: unknown) => {
      // Its page went away, or showed nothing in time: the page that is there now knows better.
      if (isOpen(error)) return undefined;
      throw error;
    });
    return known === undefined ? undefined : inTime(known, sendTimeoutMs, new SendTimeout(sendTimeoutMs));
  }

  async #sendOnce({ to, content, ownId }: Outgoing): Promise<SendResult> {
    if (to !== statusChatId && parseChatAddress(to) === undefined) throw new BadAddress();
    const client = this.#client();
    const chatId = await this.#chatIdOf(client, to);
    const withIds = await this.#withIds(client, content);
    try {
      return await this.#handOver(client, chatId, withIds, ownId);
    } catch (error) {
      if (isWorkerError(error)) throw error;
      const detail = messageOf(error).slice(0, 300);
      if (failureKind(error) !== 'other') throw new SendInterrupted(detail);
      // It may have thrown after the message went out.
      const sent = ownId === undefined ? undefined : await foundOwn(client, chatId, ownId);
      if (sent !== undefined) return { ...sent };
      throw new SendFailed(detail);
    }
  }

  async #handOver(client: WhatsAppClient, chatId: string, content: OutgoingContent, ownId: string | undefined): Promise<SendResult> {
    if (content.kind === 'status') {
      const { text, background_color: backgroundColor, font } = content;
      return { ...(await client.people.statuses.send({ text, backgroundColor, font }, ownId)) };
    }
    const message =
      content.kind === 'forward'
        ? await client.messageActs.forward(content.message_id, chatId, ownId)
        : await client.messages.send(chatId, content, ownId);
    return { messageId: message.message_id, timestamp: message.timestamp, ack: message.ack };
  }

  async #chatIdOf(client: WhatsAppClient, to: string): Promise<string> {
    return to === statusChatId ? to : this.#addresses.find(client, to);
  }

  /** The same content with WhatsApp ids where it has phone numbers. */
  async #withIds(client: WhatsAppClient, content: OutgoingContent): Promise<OutgoingContent> {
    switch (content.kind) {
      case 'text':
        return content.mentions === undefined ? content : { ...content, mentions: await this.#idsOf(client, content.mentions) };
      case 'contacts':
        return { ...content, contacts: await this.#idsOf(client, content.contacts) };
      case 'location':
      case 'poll':
      case 'scheduled_event':
      case 'forward':
      case 'status':
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

/** What the page knows of a send that threw; where the page cannot be asked any more nobody knows whether it went out. */
async function foundOwn(client: WhatsAppClient, chatId: string, ownId: string): Promise<OwnMessage | undefined> {
  try {
    return await client.messages.findOwn(chatId, ownId);
  } catch (error) {
    throw new SendInterrupted(messageOf(error).slice(0, 300));
  }
}

/** Whether it is not known what became of a send: its key stays taken. */
function isOpen(error: unknown): boolean {
  return error instanceof SendInterrupted || error instanceof NotApplied;
}

/** Whether the page may know more by now: no ack had come when the message was sent. One whose id could not be chosen is not found there. */
function mayHaveChanged({ messageId, ack }: SendResult, ownId: string): boolean {
  return ack < 1 && messageId.includes(ownId);
}

/** The chat that a message of ours is in, by its id. */
function chatOf({ messageId }: SendResult): string {
  return messageId.split('_')[1] ?? '';
}
