import type { ChatQuery } from '../chats-port.ts';
import type { ChatMessagesQuery } from '../message-reads-port.ts';
import { historyPageScript } from './history-page.ts';
import { showsScript } from './message-scripts.ts';

/** The library makes a chat of any id that it is asked for, and a chat that was deleted comes back as an empty one: neither is a conversation. */
const tools = `
  const { Chat, Msg } = window.require('WAWebCollections');
  const isConversation = (chat) => Boolean(chat.t || chat.groupMetadata || chat.msgs.length > 0);
  const chatOf = (id) => {
    const wid = window.require('WAWebWidFactory').createWid(id);
    const known = Chat.get(wid);
    if (known && isConversation(known)) return known;
    try {
      // One person has two ids, and a chat is kept under either.
      const { toPn, toLid } = window.require('WAWebLidMigrationUtils');
      const other = wid.isLid() ? toPn(wid) : toLid(wid);
      const chat = other ? Chat.get(other) : undefined;
      return chat && isConversation(chat) ? chat : undefined;
    } catch {
      return undefined;
    }
  };
  const lastOf = (chat) => {
    const written = chat.msgs.getModelsArray().filter((msg) => !msg.isNotification);
    const newest = written.reduce((last, msg) => (last && last.t > msg.t ? last : msg), undefined);
    return newest ?? (chat.lastReceivedKey ? Msg.get(chat.lastReceivedKey._serialized) : undefined);
  };
  const factsOf = (chat) => {
    const last = lastOf(chat);
    return {
      id: chat.id._serialized,
      server: chat.id.server,
      name: chat.formattedTitle,
      unread: chat.unreadCount,
      archived: chat.archive === true,
      pinned: Boolean(chat.pin),
      muted: chat.mute?.expiration ?? 0,
      readOnly: chat.isReadOnly === true,
      t: chat.t ?? 0,
      last: last ? window.WWebJS.getMessageModel(last) : null,
    };
  };`;

/** One chat's facts, or null; `pinnedChats` is how many are pinned. */
export function chatScript(chatId: string): string {
  return `
(() => {${tools}
  const chat = chatOf(${JSON.stringify(chatId)});
  return chat ? { ...factsOf(chat), pinnedChats: Chat.getModelsArray().filter((other) => other.pin).length } : null;
})()`;
}

/** The facts of a page of chats. The library's own list asks the server about every group, each time. */
export function chatsScript(query: ChatQuery): string {
  const servers: Partial<Record<string, string[]>> = {
    person: ['c.us', 'lid'],
    group: ['g.us'],
    channel: ['newsletter'],
    broadcast: ['broadcast'],
    status: ['broadcast'],
  };
  const { limit, cursor, archived, unread, kind } = query;
  const after = cursor === undefined ? null : { t: Number(cursor.split('_')[0]), id: cursor.slice(cursor.indexOf('_') + 1) };
  const wanted = JSON.stringify({ limit, after, archived, unread, servers: kind === undefined ? undefined : (servers[kind] ?? []), kind });
  return `
(() => {${tools}
  const wanted = ${wanted};
  const isStatus = (chat) => chat.id._serialized === 'status@broadcast';
  const fits = (chat) =>
    isConversation(chat) &&
    (wanted.archived === undefined || (chat.archive === true) === wanted.archived) &&
    (wanted.unread === undefined || (chat.unreadCount !== 0) === wanted.unread) &&
    (wanted.servers === undefined || wanted.servers.includes(chat.id.server)) &&
    (wanted.kind !== 'status' || isStatus(chat)) &&
    (wanted.kind !== 'broadcast' || !isStatus(chat));
  const order = (a, b) => b.t - a.t || (a.id < b.id ? -1 : 1);
  const keys = Chat.getModelsArray()
    .filter(fits)
    .map((chat) => ({ t: chat.t ?? 0, id: chat.id._serialized, chat }))
    .sort(order)
    .filter((key) => !wanted.after || order(wanted.after, key) < 0);
  return { chats: keys.slice(0, wanted.limit).map(({ chat }) => factsOf(chat)), more: keys.length > wanted.limit };
})()`;
}

/** Whether something shows of a chat within a time. `holds` is an expression of `chat`, which is undefined once it is gone. */
export function chatShowsScript(chatId: string, holds: string, timeoutMs: number): string {
  const chat = `window.require('WAWebCollections').Chat.get(${JSON.stringify(chatId)})`;
  return showsScript(chat, 'chat', holds, timeoutMs);
}

/** A page of a chat's messages; null without such a chat. */
export function historyScript(chatId: string, { limit, beforeMessage, beforeMs }: ChatMessagesQuery): string {
  return `
(async () => {${tools}
  const chat = chatOf(${JSON.stringify(chatId)});
  if (!chat) return null;
  const beforeId = ${JSON.stringify(beforeMessage ?? null)};
  const beforeT = ${beforeMs === undefined ? 'Infinity' : beforeMs / 1_000};
  const anchor = beforeId && (Msg.get(beforeId) || (await Msg.getMessagesById([beforeId]))?.messages?.[0]);
  if (beforeId && anchor?.id.remote._serialized !== chat.id._serialized) return 'no_message';
  const older = () => {
    const written = chat.msgs.getModelsArray().filter((msg) => !msg.isNotification).sort((a, b) => a.t - b.t);
    if (!anchor) return written.filter((msg) => msg.t < beforeT);
    const place = written.findIndex((msg) => msg.id._serialized === beforeId);
    return place === -1 ? written.filter((msg) => msg.t < anchor.t) : written.slice(0, place);
  };
${historyPageScript(limit)}
})()`;
}

/** Ids of the messages of a chat that the page has loaded. */
export function loadedIdsScript(chatId: string): string {
  return `(window.require('WAWebCollections').Chat.get(${JSON.stringify(chatId)})?.msgs.getModelsArray() ?? []).map((msg) => msg.id._serialized)`;
}

interface CopyQuery {
  readonly messageId: string;
  readonly chatId: string;
  /** Ids of what was there before. */
  readonly known: readonly string[];
  /** The id that was chosen for it. */
  readonly ownId: string | undefined;
  readonly timeoutMs: number;
}

/**
 * The copy of a message that came into a chat since: the one with the chosen id, else of the same type and text, and none of those that were there;
 * null when none comes in time.
 */
export function copyScript({ messageId, chatId, known, ownId, timeoutMs }: CopyQuery): string {
  return `
(async () => {
  const { Chat, Msg } = window.require('WAWebCollections');
  const known = new Set(${JSON.stringify(known)});
  const original = Msg.get(${JSON.stringify(messageId)}) || (await Msg.getMessagesById([${JSON.stringify(messageId)}]))?.messages?.[0];
  const isCopy = (msg) => msg.id.fromMe && msg.type === original.type && (msg.type !== 'chat' || msg.body === original.body);
  const until = performance.now() + ${timeoutMs};
  for (;;) {
    const msgs = Chat.get(${JSON.stringify(chatId)})?.msgs.getModelsArray() ?? [];
    const chosen = msgs.find((msg) => msg.id.fromMe && msg.id.id === ${JSON.stringify(ownId ?? null)});
    const copy = chosen ?? msgs.find((msg) => !known.has(msg.id._serialized) && isCopy(msg));
    if (copy) return window.WWebJS.getMessageModel(copy);
    if (performance.now() >= until) return null;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
})()`;
}

/** Shows that somebody types; the library's own way drops what the page throws. */
export function stateScript(chatId: string, state: 'typing' | 'recording' | 'stop'): string {
  return `window.WWebJS.sendChatstate(${JSON.stringify(state)}, ${JSON.stringify(chatId)})`;
}
