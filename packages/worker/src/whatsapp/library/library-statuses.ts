import type { Client, Message } from 'whatsapp-web.js';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { statusChatId } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import { MessageNotFound } from '../../worker-errors.ts';
import { messageDataOf } from '../message-data-of.ts';
import { withinShare } from '../page-that-fits.ts';
import { idOf, listOf, property } from '../raw-value.ts';
import type { OwnMessage } from '../messages-port.ts';
import type { Broadcast, StatusesPort, StatusText } from '../statuses-port.ts';
import { evaluate } from './evaluate.ts';
import { chooseIdsScript, findOwn } from './own-message-ids.ts';

const shownMessages = 30;
const shownTextLength = 4_000;

/** Statuses by way of the library. */
export class LibraryStatuses implements StatusesPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async send({ text, backgroundColor, font }: StatusText, ownId: string | undefined): Promise<OwnMessage> {
    if (ownId !== undefined) await evaluate(this.#client, chooseIdsScript);
    const before = await this.#ownIds();
    const chosen = ownId === undefined ? {} : { ownId };
    const extra = { fontStyle: font, ...(backgroundColor === null ? {} : { backgroundColor }), ...chosen };
    const sent = await this.#client.sendMessage(statusChatId, text, { sendSeen: false, linkPreview: false, extra });
    // The page makes a message of its own for a text; the one that the library gives may have an id that nobody knows.
    const chosenOne = ownId === undefined ? undefined : await findOwn(this.#client, statusChatId, ownId);
    if (chosenOne !== undefined) return chosenOne;
    const { message_id: messageId, timestamp, ack } = messageDataOf(sent);
    const own = (await this.#ownIds()).find((id) => !before.includes(id));
    return { messageId: own ?? messageId, timestamp, ack };
  }

  async revoke(messageId: string): Promise<void> {
    if (!(await this.#ownIds()).includes(messageId)) throw new MessageNotFound(messageId);
    await this.#client.revokeStatusMessage(messageId);
  }

  async list(): Promise<Broadcast[]> {
    return (await this.#client.getBroadcasts()).map((broadcast) => broadcastOf(broadcast));
  }

  async get(contactId: string): Promise<{ broadcast: Broadcast; messages: MessageData[] } | null> {
    const broadcast = await this.#client.getBroadcastById(contactId);
    // Where there is nothing the library gives a broadcast without any property.
    if (idOf(property(broadcast, 'id')) === null) return null;
    const messages: Message[] = Array.isArray(broadcast.msgs) ? broadcast.msgs.slice(-shownMessages) : [];
    return {
      broadcast: broadcastOf(broadcast),
      messages: messages.map((message) => cut(messageDataOf(message))),
    };
  }

  async #ownIds(): Promise<string[]> {
    const ids = listOf(await evaluate(this.#client, ownStatusesScript), 1_000);
    return ids.map((id) => idOf(id)).filter((id) => id !== null);
  }
}

const ownStatusesScript = `
window.require('WAWebCollections').Msg.getModelsArray()
  .filter(({ id, type }) => id.fromMe && id.remote.isStatus() && type !== 'revoked')
  .map(({ id }) => id._serialized)`;

function cut(message: MessageData): MessageData {
  return withinShare({ ...message, text: message.text.slice(0, shownTextLength) }, shownMessages);
}

function broadcastOf(raw: unknown): Broadcast {
  const seconds = Number(property(raw, 'timestamp') ?? Number.NaN);
  const time = new Date(seconds * 1_000);
  return {
    contact_id: idOf(property(raw, 'id')) ?? 'unknown',
    timestamp: Number.isNaN(time.getTime()) ? null : time.toISOString(),
    total_count: countOf(property(raw, 'totalCount')),
    unread_count: countOf(property(raw, 'unreadCount')),
  };
}

function countOf(value: unknown): number {
  return Number.isInteger(value) && Number(value) >= 0 ? Number(value) : 0;
}
