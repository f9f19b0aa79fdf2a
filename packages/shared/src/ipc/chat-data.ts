import Type from 'typebox';
import type { Static } from 'typebox';
import { MessageData } from './message-data.ts';

/** What a chat can be. */
export const chatKinds = ['person', 'group', 'channel', 'broadcast', 'status', 'other'] as const;
export type ChatKind = (typeof chatKinds)[number];

/** What a chat is muted with that no time ends. */
export const mutedForever = 'forever';

/** Schema of what is set for a chat, in answers and in changes. */
export const MutedUntil = Type.Union([Type.String({ maxLength: 64 }), Type.Null()], {
  description: 'ISO 8601, UTC; `forever`; null where it is not muted.',
});

/** A chat in our own words, the same in IPC and HTTP. */
export const ChatData = Type.Object({
  chat_id: Type.String({ minLength: 1, maxLength: 256 }),
  kind: Type.Unsafe<ChatKind>({ type: 'string', enum: chatKinds, description: 'What it is.' }),
  name: Type.String({ maxLength: 1_000, description: "A contact's or a group's name; the number where there is none." }),
  unread_count: Type.Integer({ minimum: 0, description: 'Messages that were not read.' }),
  marked_unread: Type.Boolean({ description: 'Somebody marked it unread, though it has been read.' }),
  archived: Type.Boolean(),
  pinned: Type.Boolean(),
  muted_until: MutedUntil,
  read_only: Type.Boolean({ description: 'The account may not write in it.' }),
  timestamp: Type.Union([Type.String(), Type.Null()], { description: 'Its last activity: ISO 8601, UTC.' }),
  last_message: Type.Union([MessageData, Type.Null()], {
    description: 'What was written last, its text cut to 1,000 characters; null where the page has none loaded.',
  }),
});
export type ChatData = Static<typeof ChatData>;
