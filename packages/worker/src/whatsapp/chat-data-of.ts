import { mutedForever } from '@whatsapp-service/shared/ipc/chat-data.ts';
import type { ChatData, ChatKind } from '@whatsapp-service/shared/ipc/chat-data.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { pageThatFits } from './page-that-fits.ts';

const previewLength = 1_000;
const foreverMarks = -1;
/** Far beyond any time that a chat is muted for; Date ends later. */
const latestSeconds = 8_640_000_000_000;

/** What a script says of a chat; a page of somebody else fills it, so nothing is taken for granted. */
export interface RawChat {
  readonly id?: unknown;
  readonly server?: unknown;
  readonly name?: unknown;
  readonly unread?: unknown;
  readonly archived?: unknown;
  readonly pinned?: unknown;
  /** Seconds since the epoch; 0 is not muted, -1 for ever. */
  readonly muted?: unknown;
  readonly readOnly?: unknown;
  /** Seconds since the epoch. */
  readonly t?: unknown;
}

/** A chat of the page in the contract's words. */
export function chatDataOf(raw: RawChat, last: MessageData | null, nowMs: number): ChatData {
  const chatId = textOf(raw.id).slice(0, 256) || 'unknown';
  const unread = Number.isSafeInteger(raw.unread) ? Number(raw.unread) : 0;
  return {
    chat_id: chatId,
    kind: kindOf(chatId, textOf(raw.server)),
    name: textOf(raw.name).slice(0, 1_000) || chatId,
    unread_count: Math.max(0, unread),
    marked_unread: unread < 0,
    archived: raw.archived === true,
    pinned: raw.pinned === true,
    muted_until: mutedUntilOf(Number(raw.muted), nowMs),
    read_only: raw.readOnly === true,
    timestamp: typeof raw.t === 'number' && raw.t > 0 && raw.t < latestSeconds ? new Date(raw.t * 1_000).toISOString() : null,
    last_message: last === null ? null : previewOf(last),
  };
}

/** The page of a list: as many of the chats as fit into a frame, and where it goes on. */
export function chatPageOf(found: readonly ChatData[], isMore: boolean): { chats: ChatData[]; nextCursor: string | null } {
  const chats = pageThatFits(found);
  const last = chats.at(-1);
  const isCut = isMore || chats.length < found.length;
  return { chats, nextCursor: isCut && last !== undefined ? cursorOf(last) : null };
}

/** Where a list goes on after a chat. */
export function cursorOf({ chat_id, timestamp }: ChatData): string {
  return `${timestamp === null ? 0 : Math.floor(Date.parse(timestamp) / 1_000)}_${chat_id}`;
}

function kindOf(chatId: string, server: string): ChatKind {
  switch (server) {
    case 'c.us':
    case 'lid':
      return 'person';
    case 'g.us':
      return 'group';
    case 'newsletter':
      return 'channel';
    case 'broadcast':
      return chatId === 'status@broadcast' ? 'status' : 'broadcast';
    default:
      return 'other';
  }
}

function mutedUntilOf(seconds: number, nowMs: number): string | null {
  if (seconds === foreverMarks) return mutedForever;
  const ends = seconds * 1_000;
  return ends > nowMs && seconds < latestSeconds ? new Date(ends).toISOString() : null;
}

/** Many chats have to fit into one frame. */
function previewOf({ vcards: _vcards, mentions: _mentions, links: _links, ...message }: MessageData): MessageData {
  return { ...message, text: message.text.slice(0, previewLength) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
