import type { Happening } from '@whatsapp-service/shared/ipc/happenings.ts';
import { chatIdOf } from '../message-data-of.ts';
import type { RawMessage } from '../message-data-of.ts';
import { idOf, idsOf, property, timeOf } from './raw-values.ts';

export function callOf(call: unknown): Happening {
  const data = {
    call_id: idOf(property(call, 'id')),
    from: idOf(property(call, 'from')),
    video: property(call, 'isVideo') === true,
    group: property(call, 'isGroup') === true,
    outgoing: property(call, 'fromMe') === true,
    participants: idsOf(property(call, 'participants')),
  };
  return { type: 'call.received', identity: data.call_id, data };
}

/** `nowMs` makes it another one each time: a chat may be archived again. */
export function archivingOf(chat: unknown, archived: unknown, nowMs: number): Happening {
  const data = { chat_id: idOf(property(chat, 'id')), archived: archived === true };
  return { type: 'chat.archived', identity: `${data.chat_id} ${data.archived} ${nowMs}`, data };
}

export function removalOf(chat: unknown, nowMs: number): Happening {
  const data = { chat_id: idOf(property(chat, 'id')) };
  return { type: 'chat.removed', identity: `${data.chat_id} ${nowMs}`, data };
}

/** A note that somebody has another number; the page tells it anew each time that something of the note changes. */
export function numberChangeOf(message: RawMessage, oldId: unknown, newId: unknown, isContact: unknown): Happening {
  const data = {
    message_id: idOf(message.id),
    chat_id: chatIdOf(message),
    old_id: idOf(oldId),
    new_id: idOf(newId),
    in_group: isContact !== true,
    timestamp: timeOf(message.timestamp),
  };
  return { type: 'contact.changed', identity: data.message_id, data };
}

/** How many messages of each chat are unread. A count that rises is told by the messages themselves. */
export class UnreadCounts {
  readonly #counts = new Map<string, number>();

  /** The event, where a chat was read or marked; -1 is WhatsApp's word for a mark. */
  changed(chat: unknown, nowMs: number): Happening | undefined {
    const chatId = idOf(property(chat, 'id'));
    const count = Math.trunc(Number(property(chat, 'unreadCount'))) || 0;
    const before = this.#counts.get(chatId);
    this.#counts.set(chatId, count);
    // Of a chat that was never told of, only its being read or marked says something.
    const isRise = before === undefined ? count > 0 : count > before && before >= 0;
    if (isRise || count === before) return undefined;
    const data = { chat_id: chatId, unread_count: Math.max(0, count), marked_unread: count < 0 };
    return { type: 'chat.unread', identity: `${chatId} ${count} ${nowMs}`, data };
  }
}
