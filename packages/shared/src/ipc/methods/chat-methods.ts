import Type from 'typebox';
import { ChatAddress } from '../../session/chat-address.ts';
import { ChatData, chatKinds } from '../chat-data.ts';
import type { ChatKind } from '../chat-data.ts';
import type { Side } from '../side.ts';

const chat = { chatId: ChatAddress };
const timeoutMs = 30_000;
const done = Type.Object({});

/** Schema of where a list of chats goes on: the last activity and the id of the chat before. */
const ChatCursor = Type.String({ pattern: '^[0-9]{1,12}_[^\\s]{1,256}$', description: 'From `next_cursor` of the page before.' });

/** What the other side can be shown. */
export const chatStates = ['typing', 'recording', 'stopped'] as const;
export type ChatState = (typeof chatStates)[number];

/** What a worker does with whole chats. */
export const chatMethods = {
  /** By last activity, the latest first. */
  'chat.list': {
    params: Type.Object({
      limit: Type.Integer({ minimum: 1, maximum: 100 }),
      cursor: Type.Optional(ChatCursor),
      archived: Type.Optional(Type.Boolean()),
      unread: Type.Optional(Type.Boolean()),
      kind: Type.Optional(Type.Unsafe<ChatKind>({ type: 'string', enum: chatKinds })),
    }),
    result: Type.Object({
      chats: Type.Array(ChatData, { maxItems: 100 }),
      nextCursor: Type.Union([ChatCursor, Type.Null()]),
    }),
    timeoutMs,
  },
  'chat.get': { params: Type.Object(chat), result: ChatData, timeoutMs },
  /** Answers with the chat as it is afterwards. */
  'chat.change': {
    params: Type.Object({
      ...chat,
      archived: Type.Optional(Type.Boolean()),
      pinned: Type.Optional(Type.Boolean()),
      /** Milliseconds since the epoch, -1 for ever, 0 not at all. */
      mutedUntilMs: Type.Optional(Type.Integer({ minimum: -1 })),
      unread: Type.Optional(Type.Boolean()),
    }),
    result: ChatData,
    timeoutMs,
  },
  /** Asks the phone for older messages; false where it has sent all that it gives. */
  'chat.sync_history': { params: Type.Object(chat), result: Type.Object({ requested: Type.Boolean() }), timeoutMs },
  'chat.clear': { params: Type.Object(chat), result: done, timeoutMs },
  'chat.delete': { params: Type.Object(chat), result: done, timeoutMs },
  'chat.show_state': {
    params: Type.Object({ ...chat, state: Type.Unsafe<ChatState>({ type: 'string', enum: chatStates }) }),
    result: done,
    timeoutMs,
  },
} as const satisfies Side['methods'];
