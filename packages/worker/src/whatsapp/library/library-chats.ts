import type { Client } from 'whatsapp-web.js';
import type { ChatData } from '@whatsapp-service/shared/ipc/chat-data.ts';
import type { ChatState } from '@whatsapp-service/shared/ipc/methods/chat-methods.ts';
import { ChatNotFound, NotApplied, TooManyPinned } from '../../worker-errors.ts';
import { chatDataOf, chatPageOf } from '../chat-data-of.ts';
import type { RawChat } from '../chat-data-of.ts';
import type { ChatChange, ChatQuery, ChatsPort } from '../chats-port.ts';
import { assertWritable } from './assert-writable.ts';
import { chatScript, chatShowsScript, chatsScript, stateScript } from './chat-scripts.ts';
import { evaluate } from './evaluate.ts';
import { dataOfModel } from './page-message.ts';

type Facts = RawChat & { readonly id: string; readonly unread: number; readonly last: unknown; readonly pinnedChats: number };

/** How many chats WhatsApp pins; the library refuses the fourth by answering false. */
const mostPinned = 3;
const appliedMs = 4_000;
const states = { typing: 'typing', recording: 'recording', stopped: 'stop' } as const;

/** Chats by way of the library, which says of no change whether it came to anything: each is looked for afterwards. */
export class LibraryChats implements ChatsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async list(query: ChatQuery): Promise<{ chats: ChatData[]; nextCursor: string | null }> {
    const page = (await evaluate(this.#client, chatsScript(query))) as { chats: Facts[]; more: boolean };
    return chatPageOf(
      page.chats.map((facts) => this.#dataOf(facts)),
      page.more,
    );
  }

  async get(chatId: string): Promise<ChatData> {
    return this.#dataOf(await this.#facts(chatId));
  }

  async change(chatId: string, { archived, pinned, mutedUntilMs, unread }: ChatChange): Promise<ChatData> {
    const facts = await this.#facts(chatId);
    // The pin is the one that is refused, so it comes before anything is changed; WhatsApp takes the pin off what it archives.
    if (pinned === true && facts.pinned !== true && facts.pinnedChats >= mostPinned) throw new TooManyPinned(mostPinned);
    if (archived === false) await this.#archive(facts.id, false);
    if (pinned !== undefined) await this.#pin(facts.id, pinned);
    if (mutedUntilMs !== undefined) await this.#mute(facts.id, mutedUntilMs);
    if (unread !== undefined) await this.#mark(facts, unread);
    if (archived === true) await this.#archive(facts.id, true);
    return this.get(facts.id);
  }

  async syncHistory(chatId: string): Promise<boolean> {
    const { id } = await this.#facts(chatId);
    return this.#client.syncHistory(id);
  }

  async clear(chatId: string): Promise<void> {
    const { id } = await this.#facts(chatId);
    const chat = await this.#client.getChatById(id);
    await chat.clearMessages();
    await this.#assertShows('chat.clear', id, '!chat || chat.msgs.length === 0');
  }

  async remove(chatId: string): Promise<void> {
    const { id } = await this.#facts(chatId);
    const chat = await this.#client.getChatById(id);
    await chat.delete();
    // The library asks for the chat that has gone, and so makes an empty one.
    await this.#assertShows('chat.delete', id, '!chat || (!chat.t && chat.msgs.length === 0)');
  }

  async showState(chatId: string, state: ChatState): Promise<void> {
    await assertWritable(this.#client, chatId);
    await evaluate(this.#client, stateScript(chatId, states[state]));
  }

  async #archive(id: string, archived: boolean): Promise<void> {
    if (archived) await this.#client.archiveChat(id);
    else await this.#client.unarchiveChat(id);
    await this.#assertShows('chat.change', id, `(chat?.archive === true) === ${archived}`);
  }

  async #pin(id: string, pinned: boolean): Promise<void> {
    const isPinned = pinned ? await this.#client.pinChat(id) : await this.#client.unpinChat(id);
    if (pinned && !isPinned) throw new TooManyPinned(mostPinned);
    await this.#assertShows('chat.change', id, `Boolean(chat?.pin) === ${pinned}`);
  }

  async #mute(id: string, untilMs: number): Promise<void> {
    if (untilMs === 0) await this.#client.unmuteChat(id);
    else await this.#client.muteChat(id, untilMs === -1 ? undefined : new Date(untilMs));
    await this.#assertShows('chat.change', id, `(chat?.mute.expiration !== 0) === ${untilMs !== 0}`);
  }

  async #mark({ id, unread: before }: Facts, unread: boolean): Promise<void> {
    if (unread === (before !== 0)) return;
    if (unread) await this.#client.markChatUnread(id);
    else await this.#client.sendSeen(id);
    // What comes meanwhile is unread again.
    await this.#assertShows(
      'chat.change',
      id,
      unread ? 'chat && chat.unreadCount !== 0' : `chat?.unreadCount >= 0 && chat.unreadCount !== ${before}`,
    );
  }

  async #assertShows(what: string, id: string, holds: string): Promise<void> {
    if ((await evaluate(this.#client, chatShowsScript(id, holds, appliedMs))) !== true) throw new NotApplied(what, appliedMs);
  }

  async #facts(chatId: string): Promise<Facts> {
    const facts = (await evaluate(this.#client, chatScript(chatId))) as Facts | null;
    if (facts === null) throw new ChatNotFound(chatId);
    return facts;
  }

  #dataOf(facts: Facts): ChatData {
    return chatDataOf(facts, facts.last === null ? null : dataOfModel(this.#client, facts.last), Date.now());
  }
}
