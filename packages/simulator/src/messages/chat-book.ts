import { EventEmitter } from 'node:events';
import type { ChatSettings } from '../protocol/server-frames.ts';

/** The settings of one chat of one account. */
export type ChatEntry = { number: string; chat: string; settings: ChatSettings };

type Events = { changed: [number: string, chat: string] };

const unset: ChatSettings = { archived: false, pinnedAt: 0, mutedUntil: 0, markedUnread: false, emptied: false };

/** Each account's own settings of its chats. */
export class ChatBook extends EventEmitter<Events> {
  readonly #entries: Map<string, ChatEntry>;
  readonly #onChange: () => void;

  constructor(entries: ChatEntry[], onChange: () => void) {
    super();
    this.#entries = new Map(entries.map((entry) => [keyOf(entry.number, entry.chat), entry]));
    this.#onChange = onChange;
  }

  of(number: string, chat: string): ChatSettings {
    return this.#entries.get(keyOf(number, chat))?.settings ?? unset;
  }

  all(): ChatEntry[] {
    return [...this.#entries.values()];
  }

  change(number: string, chat: string, change: Partial<ChatSettings>): void {
    // WhatsApp keeps nothing pinned in the archive.
    const implied: Partial<ChatSettings> = change.archived === true ? { pinnedAt: 0 } : {};
    this.#entries.set(keyOf(number, chat), { number, chat, settings: { ...this.of(number, chat), ...change, ...implied } });
    this.#onChange();
    this.emit('changed', number, chat);
  }

  /** Somebody has looked into the chat. */
  seen(number: string, chat: string): void {
    if (this.of(number, chat).markedUnread) this.change(number, chat, { markedUnread: false });
  }

  /** The chat is gone from the account, and its settings with it. */
  forget(number: string, chat: string): void {
    this.#entries.delete(keyOf(number, chat));
    this.#onChange();
  }
}

function keyOf(number: string, chat: string): string {
  return `${number} ${chat}`;
}
