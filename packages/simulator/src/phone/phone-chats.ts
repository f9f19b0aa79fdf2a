import type { ChatBook } from '../messages/chat-book.ts';
import type { ChatSettings } from '../protocol/server-frames.ts';
import type { MessageDesk } from '../messages/message-desk.ts';
import { parseChat } from './parse-chat.ts';

type Parts = { chats: ChatBook; desk: MessageDesk; chatstates: ReadonlyMap<string, string> };

/** What a phone does with its chats, and with messages that were sent. Each throws PhoneOffline without network. */
export class PhoneChats {
  readonly #number: string;
  readonly #parts: Parts;
  readonly #assertOnline: () => void;

  constructor(number: string, parts: Parts, assertOnline: () => void) {
    this.#number = number;
    this.#parts = parts;
    this.#assertOnline = assertOnline;
  }

  /** Edits a message of its own. Throws MessageUnknown, MessageNotAmendable. */
  edit(messageId: string, text: string): void {
    this.#assertOnline();
    this.#parts.desk.edit(this.#number, messageId, text);
  }

  /** Deletes a message for everyone, or for this account alone. Throws MessageUnknown, MessageNotAmendable. */
  delete(messageId: string, forWhom: 'everyone' | 'me'): void {
    this.#assertOnline();
    if (forWhom === 'everyone') this.#parts.desk.revoke(this.#number, messageId);
    else this.#parts.desk.hide(this.#number, messageId);
  }

  /** Votes in a poll, by the options' local ids; none take the vote back. Throws MessageUnknown, MessageNotAmendable. */
  vote(messageId: string, options: number[]): void {
    this.#assertOnline();
    this.#parts.desk.vote(this.#number, messageId, options);
  }

  /** What this account has set for a chat. Throws NumberInvalid. */
  settings(chat: string): ChatSettings {
    return this.#parts.chats.of(this.#number, parseChat(chat));
  }

  /** Archives, pins or mutes a chat, or marks it unread. Throws NumberInvalid. */
  set(chat: string, change: Partial<ChatSettings>): void {
    this.#assertOnline();
    this.#parts.chats.change(this.#number, parseChat(chat), change);
  }

  /** What this phone shows of somebody, in a group or in their own chat: "composing", "recording" or "paused". Throws NumberInvalid. */
  chatstate(of: string, group?: string): string {
    return this.#parts.chatstates.get(`${parseChat(of)} ${group ?? this.#number}`) ?? 'paused';
  }
}
