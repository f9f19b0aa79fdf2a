import type { Client, Message } from 'whatsapp-web.js';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import {
  BadVote,
  KindNotForChat,
  MessageNotEditable,
  MessageNotFound,
  MessageNotOwn,
  MessageNotRevocable,
  NotApplied,
  NotForMessage,
  PinRefused,
} from '../../worker-errors.ts';
import type { MessageActsPort } from '../message-acts-port.ts';
import { assertWritable } from './assert-writable.ts';
import { copyScript, loadedIdsScript } from './chat-scripts.ts';
import { evaluate } from './evaluate.ts';
import { forwardScript } from './own-message-ids.ts';
import { messageModelScript, messageShowsScript, revokeScript, standingScript } from './message-scripts.ts';
import { dataOfModel, messageOf } from './page-message.ts';

interface Standing {
  readonly type: string;
  readonly fromMe: boolean;
  /** Seconds since the epoch. */
  readonly t: number;
  readonly notification: boolean;
  readonly able: boolean;
  readonly chatId: string;
  readonly options: readonly string[];
  readonly single: boolean;
}

const appliedMs = 4_000;
const pollType = 'poll_creation';
const revokedType = 'revoked';

/**
 * Acts on messages by way of the library. It answers nothing, null or false where it did not act: so each is asked about before, and looked for
 * afterwards.
 */
export class LibraryMessageActs implements MessageActsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async react(messageId: string, emoji: string): Promise<void> {
    await this.#written('message.react', messageId);
    await this.#client.sendReaction(messageId, emoji);
  }

  async edit(messageId: string, text: string): Promise<MessageData> {
    const { fromMe, able, type, t } = await this.#standing(messageId, ['canEditText', 'canEditCaption']);
    if (!fromMe) throw new MessageNotOwn('message.edit', messageId);
    const edited = able ? await this.#edited(messageId, text) : null;
    if (edited === null) throw new MessageNotEditable(messageId, type, Math.floor((Date.now() / 1_000 - t) / 60));
    const isNew = `[msg?.body, msg?.caption].some((text) => text?.trim() === ${JSON.stringify(text.trim())})`;
    await this.#assertShows('message.edit', messageId, isNew);
    return dataOfModel(this.#client, await this.#model(messageId));
  }

  async remove(messageId: string, forWhom: 'everyone' | 'me'): Promise<void> {
    if (forWhom === 'everyone') return this.#revoke(messageId);
    await (await this.#message(messageId)).delete(false);
    await this.#assertShows('message.delete', messageId, '!msg');
  }

  async forward(messageId: string, chatId: string, ownId: string | undefined): Promise<MessageData> {
    await this.#written('message.forward', messageId);
    // The library forwards into a channel as if it were a chat.
    if (chatId.endsWith('@newsletter')) throw new KindNotForChat('forward', chatId);
    await assertWritable(this.#client, chatId);
    // The library forwards into the chat that it finds or makes for the id, which may be kept under another one.
    const chat = await this.#client.getChatById(chatId);
    const known = (await evaluate(this.#client, loadedIdsScript(chat.id._serialized))) as string[];
    await evaluate(this.#client, forwardScript(messageId, chat.id._serialized, ownId));
    const copy = await evaluate(this.#client, copyScript({ messageId, chatId: chat.id._serialized, known, ownId, timeoutMs: appliedMs }));
    if (copy === null) throw new NotApplied('message.forward', appliedMs);
    return dataOfModel(this.#client, copy);
  }

  async star(messageId: string, starred: boolean): Promise<void> {
    const { able, type } = await this.#standing(messageId, ['canStarMsg']);
    if (!able) throw new NotForMessage('message.star', messageId, type);
    const message = await this.#message(messageId);
    await (starred ? message.star() : message.unstar());
    await this.#assertShows('message.star', messageId, `Boolean(msg?.star) === ${starred}`);
  }

  async pin(messageId: string, durationSeconds: number | null): Promise<void> {
    await this.#written('message.pin', messageId);
    const message = await this.#message(messageId);
    const done = await (durationSeconds === null ? message.unpin() : message.pin(durationSeconds));
    if (!done) throw new PinRefused(messageId);
  }

  async vote(messageId: string, options: readonly string[]): Promise<void> {
    const { type, options: offered, single } = await this.#standing(messageId, []);
    if (type !== pollType) throw new NotForMessage('message.vote', messageId, type);
    // The library drops what it does not find, and so takes the vote back.
    const unknown = options.find((option) => !offered.includes(option));
    if (unknown !== undefined) throw new BadVote(`the poll has no option "${unknown}"`);
    if (single && new Set(options).size > 1) throw new BadVote('the poll takes one option only');
    await (await this.#message(messageId)).vote([...options]);
  }

  async #revoke(messageId: string): Promise<void> {
    const taken = await evaluate(this.#client, revokeScript(messageId));
    if (taken === null) throw new MessageNotFound(messageId);
    if (taken !== true) throw new MessageNotRevocable(messageId);
    await this.#assertShows('message.delete', messageId, `!msg || msg.type === '${revokedType}'`);
  }

  async #edited(messageId: string, text: string): Promise<unknown> {
    const message = await this.#message(messageId);
    return message.edit(text).catch((error: unknown) => {
      // The library reads the edited message from what the page has loaded; one that it has not is edited all the same.
      if (String(error).includes("reading 'serialize'")) return undefined;
      throw error;
    });
  }

  /** A message that somebody wrote and that is still there. */
  async #written(what: string, messageId: string): Promise<Standing> {
    const standing = await this.#standing(messageId, []);
    if (standing.notification || standing.type === revokedType) throw new NotForMessage(what, messageId, standing.type);
    return standing;
  }

  async #standing(messageId: string, able: readonly string[]): Promise<Standing> {
    const standing = (await evaluate(this.#client, standingScript(messageId, able))) as Standing | null;
    if (standing === null) throw new MessageNotFound(messageId);
    return standing;
  }

  async #message(messageId: string): Promise<Message> {
    return messageOf(this.#client, await this.#model(messageId));
  }

  async #model(messageId: string): Promise<unknown> {
    const model = await evaluate(this.#client, messageModelScript(messageId));
    if (model === null) throw new MessageNotFound(messageId);
    return model;
  }

  async #assertShows(what: string, messageId: string, holds: string): Promise<void> {
    if ((await evaluate(this.#client, messageShowsScript(messageId, holds, appliedMs))) !== true) throw new NotApplied(what, appliedMs);
  }
}
