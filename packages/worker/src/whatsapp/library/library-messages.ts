import wweb from 'whatsapp-web.js';
import type { Client, Message, MessageSendOptions } from 'whatsapp-web.js';
import { mediaFilePath } from '@whatsapp-service/shared/ipc/media-file.ts';
import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { ChatNotFound, KindNotForChat, MessageNotFound } from '../../worker-errors.ts';
import { messageDataOf } from '../message-data-of.ts';
import type { DownloadedMedia, MessagesPort, OwnMessage } from '../messages-port.ts';
import { assertWritable } from './assert-writable.ts';
import { libraryEvent } from './library-scheduled-events.ts';
import { downloadMedia } from './download-media.ts';
import { evaluate } from './evaluate.ts';
import { isMedia, mediaOptions, readMedia } from './message-media.ts';
import { chooseIdsScript, findOwn } from './own-message-ids.ts';

const { Location, Poll } = wweb;

type Body = Parameters<Client['sendMessage']>[1];

/** Messages by way of the library. */
export class LibraryMessages implements MessagesPort {
  readonly #client: Client;
  readonly #mediaDir: string;
  #idsAreChosen = false;

  /** `mediaDir` is where the files lie that contents name. */
  constructor(client: Client, mediaDir: string) {
    this.#client = client;
    this.#mediaDir = mediaDir;
  }

  async send(chatId: string, content: MessageContent, ownId: string | undefined): Promise<MessageData> {
    await assertWritable(this.#client, chatId);
    const quotedMessageId = content.quoted_message_id;
    const options: MessageSendOptions = {
      // Sending is no reading: the chat's unread messages stay unread.
      sendSeen: false,
      parseVCards: false,
      ignoreQuoteErrors: false,
      ...(quotedMessageId === undefined ? {} : { quotedMessageId }),
      ...(ownId === undefined ? {} : { extra: { ownId } }),
      ...(content.kind === 'text' ? { linkPreview: content.link_preview !== false, mentions: content.mentions ?? [] } : {}),
      ...(isMedia(content) ? mediaOptions(content) : {}),
    };
    const body = await this.#bodyOf(content);
    if (ownId !== undefined) await this.#chooseIds();
    const sent = this.#client.sendMessage(chatId, body, options).catch((error: unknown) => {
      if (String(error).includes('Could not get the quoted message')) throw new MessageNotFound(quotedMessageId ?? '');
      throw error;
    });
    const message = (await sent) as Message | null | undefined;
    if (message === null) throw new KindNotForChat(content.kind, chatId);
    if (message === undefined) throw new ChatNotFound(chatId);
    return messageDataOf(message);
  }

  /**
   * Has the next send take the id that is chosen for it. Waited for until it has worked once: a page runs what it is asked for in the order of
   * asking. Where it fails later, on a page that was loaded anew, the next send waits again, and goes out only once it works.
   */
  async #chooseIds(): Promise<void> {
    const chosen = evaluate(this.#client, chooseIdsScript).then(
      () => {
        this.#idsAreChosen = true;
      },
      (error: unknown) => {
        this.#idsAreChosen = false;
        throw error;
      },
    );
    if (this.#idsAreChosen) chosen.catch(() => undefined);
    else await chosen;
  }

  async #bodyOf(content: MessageContent): Promise<Body> {
    switch (content.kind) {
      case 'text':
        return content.text;
      case 'location': {
        const { latitude, longitude, name, address } = content;
        return new Location(latitude, longitude, {
          ...(name === undefined ? {} : { name }),
          ...(address === undefined ? {} : { address }),
        });
      }
      case 'contacts': {
        const contacts = await Promise.all(content.contacts.map((id) => this.#client.getContactById(id)));
        const [first] = contacts;
        return contacts.length === 1 && first !== undefined ? first : contacts;
      }
      case 'poll': {
        const options = { allowMultipleAnswers: content.multiple_answers === true, messageSecret: undefined };
        return new Poll(content.question, content.options, options);
      }
      case 'scheduled_event':
        return libraryEvent(content, false);
      default:
        return readMedia(this.#mediaDir, content);
    }
  }

  async download(messageId: string, file: string, maxBytes: number): Promise<DownloadedMedia> {
    const message = await this.#client.getMessageById(messageId).catch(() => null);
    if (message == null) throw new MessageNotFound(messageId);
    return downloadMedia(message, messageId, { path: mediaFilePath(this.#mediaDir, file), maxBytes });
  }

  async findOwn(chatId: string, ownId: string): Promise<OwnMessage | undefined> {
    return findOwn(this.#client, chatId, ownId);
  }
}
