import Type from 'typebox';
import type { Static } from 'typebox';
import type { Side } from '../side.ts';

const id = Type.String({ minLength: 1, maxLength: 256 });
const timeMs = Type.Number({ description: 'Milliseconds since the epoch.' });

/** How many cursors come at once: with the longest ids they fit into a frame. */
export const cursorsPerPage = 1_000;

/** How many ids may be asked about at once. */
export const idsPerQuestion = 2_000;

/** Up to where a chat's messages are in the event log, and which of them is the newest. */
export const ChatCursor = Type.Object({ chatId: id, timeMs, newestId: Type.String({ maxLength: 256 }) });
export type ChatCursor = Static<typeof ChatCursor>;

const CursorPage = Type.Object({
  /** Chats without a cursor are fetched from here on: when the account was linked. */
  sinceMs: timeMs,
  /** How far before a cursor it is looked for messages that came late. */
  overlapMs: timeMs,
  /** How many messages of one chat are fetched at most, and how old they may be. */
  limit: Type.Integer({ minimum: 1 }),
  maxAgeMs: timeMs,
  cursors: Type.Array(ChatCursor, { maxItems: cursorsPerPage }),
  /** What to ask with for the next page; null at the end. */
  next: Type.Union([id, Type.Null()]),
});
export type CursorPage = Static<typeof CursorPage>;

/** What a worker asks to learn which messages it missed. */
export const backfillMethods = {
  'backfill.cursors': {
    params: Type.Object({ after: Type.Union([id, Type.Null()]) }),
    result: CursorPage,
    timeoutMs: 10_000,
  },
  /** Which of a chat's messages are not in the event log. */
  'backfill.unknown': {
    params: Type.Object({ chatId: id, messageIds: Type.Array(id, { maxItems: idsPerQuestion }) }),
    result: Type.Object({ messageIds: Type.Array(id, { maxItems: idsPerQuestion }) }),
    timeoutMs: 10_000,
  },
} as const satisfies Side['methods'];

export type BackfillMethods = typeof backfillMethods;
